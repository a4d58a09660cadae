using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.OpenApi;

/// <summary>The comments of a contract as running text.</summary>
internal static class Comments
{
    /// <summary>The comment before a declaration, else the one behind it; lines joined, paragraphs kept.</summary>
    public static string Of(DescriptorDeclaration? declaration)
    {
        if (declaration is null)
        {
            return "";
        }

        var text = declaration.LeadingComments.Length > 0 ? declaration.LeadingComments : declaration.TrailingComments;
        var paragraphs = text.Trim().ReplaceLineEndings("\n").Split("\n\n")
            .Select(lines => string.Join(' ', lines.Split('\n', StringSplitOptions.TrimEntries)));
        return string.Join("\n\n", paragraphs);
    }

    /// <summary>The first sentence, without its full stop.</summary>
    public static string Summary(string comment)
    {
        var end = comment.IndexOfAny(['.', ';', ':', '\n']);
        while (end >= 0 && end + 1 < comment.Length && !char.IsWhiteSpace(comment[end + 1]) && comment[end] != '\n')
        {
            end = comment.IndexOfAny(['.', ';', ':', '\n'], end + 1);
        }

        return (end < 0 ? comment : comment[..end]).Trim();
    }
}
