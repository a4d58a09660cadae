using Google.Protobuf.Reflection;

namespace Grpc.AspNetCore.Server.Reflection;

// Finds .proto files by name, by what they declare and by the extensions they bring.
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> filesByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> filesBySymbol = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> extensions =
        new(StringComparer.Ordinal);

    public DescriptorIndex(IEnumerable<ServiceDescriptor> services)
    {
        Services = [.. services.Select(service => service.FullName).Distinct().Order(StringComparer.Ordinal)];
        foreach (var service in services)
        {
            Add(service.File);
        }
    }

    public IReadOnlyList<string> Services { get; }

    public FileDescriptor? FileNamed(string name) => filesByName.GetValueOrDefault(name);

    public FileDescriptor? FileDeclaring(string symbol) => filesBySymbol.GetValueOrDefault(symbol);

    public FileDescriptor? FileExtending(string type, int number) =>
        extensions.GetValueOrDefault(type)?.GetValueOrDefault(number);

    public IReadOnlyCollection<int>? ExtensionNumbers(string type) =>
        extensions.TryGetValue(type, out var found) ? found.Keys
        : filesBySymbol.ContainsKey(type) ? []
        : null;

    /// <summary>A file and what it imports, however far away, each once and before what imports it.</summary>
    public static IReadOnlyList<FileDescriptor> WithImports(FileDescriptor file)
    {
        var ordered = new List<FileDescriptor>();
        Visit(file, [], ordered);
        return ordered;
    }

    private static void Visit(FileDescriptor file, HashSet<string> seen, List<FileDescriptor> ordered)
    {
        if (!seen.Add(file.Name))
        {
            return;
        }

        foreach (var import in file.Dependencies)
        {
            Visit(import, seen, ordered);
        }

        ordered.Add(file);
    }

    private void Add(FileDescriptor file)
    {
        if (!filesByName.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var service in file.Services)
        {
            filesBySymbol[service.FullName] = file;
            foreach (var method in service.Methods)
            {
                filesBySymbol[method.FullName] = file;
            }
        }

        AddTypes(file, file.MessageTypes, file.EnumTypes);
        AddExtensions(file, file.Extensions);
        foreach (var import in file.Dependencies)
        {
            Add(import);
        }
    }

    private void AddTypes(
        FileDescriptor file, IEnumerable<MessageDescriptor> messages, IEnumerable<EnumDescriptor> enums)
    {
        foreach (var message in messages)
        {
            filesBySymbol[message.FullName] = file;
            foreach (var field in message.Fields.InDeclarationOrder())
            {
                filesBySymbol[field.FullName] = file;
            }

            foreach (var choice in message.Oneofs)
            {
                filesBySymbol[choice.FullName] = file;
            }

            AddTypes(file, message.NestedTypes, message.EnumTypes);
            AddExtensions(file, message.Extensions);
        }

        foreach (var value in enums.SelectMany(e => e.Values.Prepend<DescriptorBase>(e)))
        {
            filesBySymbol[value.FullName] = file;
        }
    }

    private void AddExtensions(FileDescriptor file, ExtensionCollection declared)
    {
        foreach (var extension in declared.UnorderedExtensions)
        {
            filesBySymbol[extension.FullName] = file;
            var type = extension.ExtendeeType.FullName;
            if (!extensions.TryGetValue(type, out var numbers))
            {
                extensions[type] = numbers = [];
            }

            numbers[extension.FieldNumber] = file;
        }
    }
}
