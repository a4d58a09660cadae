using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Imports.Files;

/// <summary>A file that cannot be read on: it ends the import, unlike a row that is wrong by itself.</summary>
internal sealed class FileException(Text text) : Exception(text.En)
{
    public Text Text { get; } = text;
}
