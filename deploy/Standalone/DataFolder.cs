using System.Buffers.Text;
using System.Security.Cryptography;
using Risk.ServiceDefaults.Hosting;

namespace Risk.Standalone;

/// <summary>The folder that holds everything the suite must find again. One suite at a time has it.</summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly FileStream held;
    private readonly Lock secrets = new();

    public DataFolder(string path)
    {
        FullPath = Path.GetFullPath(path);
        Directory.CreateDirectory(FullPath);
        try
        {
            held = new FileStream(In("suite.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new StartException($"Another suite runs on the data in {FullPath}; stop it or name another folder.",
                taken);
        }
    }

    public string FullPath { get; }

    public string In(string name) => Path.Combine(FullPath, name);

    /// <summary>The secret in a file that only its owner may read; made when it is not there.</summary>
    public string Secret(string file, string prefix = "")
    {
        // Services that are built at the same time ask for the same secret.
        lock (secrets)
            return ReadOrMake(In(file), prefix);
    }

    private static string ReadOrMake(string path, string prefix)
    {
        if (!File.Exists(path))
        {
            // Written aside and moved, so that there is never a file with half a secret.
            var aside = path + ".new";
            File.Delete(aside);
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = Private,
            };
            using (var writer = new StreamWriter(aside, options))
                writer.Write(prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)) + "\n");
            File.Move(aside, path);
        }
        return File.ReadAllText(path).Trim();
    }

    public void Dispose() => held.Dispose();
}
