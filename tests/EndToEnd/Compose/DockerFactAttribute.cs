using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Risk.EndToEnd.Tests.Compose;

/// <summary>A test that needs a Docker engine and Compose; where there is none it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DockerFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> HasDocker = new(() =>
        Succeeds("docker", "info") && (Succeeds("docker", "compose version") || Succeeds("docker-compose", "version")));

    public DockerFactAttribute()
    {
        if (!HasDocker.Value)
            Skip = "There is no Docker engine with Compose here.";
    }

    private static bool Succeeds(string program, string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardOutput.ReadToEnd();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
