using Shouldly;
using Xunit;

namespace Risk.Architecture.Tests.Source;

public sealed class DeclarationsTests
{
    private static readonly SourceFile Sample = new("Sample.cs", """"
        namespace Sample;

        /// <summary>A { brace in a comment.</summary>
        [Obsolete("} in an attribute")]
        public sealed class Engine<T>(int a, Dictionary<string, (int, int)> b) : Base
        {
            private readonly string text = $"one {Of("{", 1)} two }}";
            private const string Raw = """ { "quoted" """;

            public int Size { get; init; } = 5;

            public static T Of<T1, T2>(T1 first, Func<T2, int> second,
                int third = 4)
                where T1 : class
            {
                if (first is null)
                    return Call('{');
                return second switch
                {
                    _ => throw new InvalidOperationException(@"c:\"),
                };
            }

            public int Short() => 1;
        }

        internal readonly record struct Pair(int Left, int Right);
        """");

    [Fact]
    public void Types_and_methods_are_found_with_their_size()
    {
        Sample.Declarations.Select(d => (d.Kind, d.Name, d.ParameterCount, d.LineCount)).ShouldBe(
        [
            (DeclarationKind.Method, "Of", 3, 11),
            (DeclarationKind.Method, "Short", 0, 1),
            (DeclarationKind.Type, "Engine", 2, 22),
            (DeclarationKind.Type, "Pair", 2, 1),
        ]);
    }

    [Fact]
    public void Strings_and_comments_are_not_code()
    {
        Sample.Code.ShouldNotContain("brace");
        Sample.Code.ShouldNotContain("quoted");
        Sample.Code.ShouldNotContain("two");
        Sample.Code.ShouldContain("return second switch");
        Sample.Code.Length.ShouldBe(Sample.Text.Length);
    }

    [Fact]
    public void The_tree_of_the_repository_is_found()
    {
        SourceTree.CSharp.ShouldContain(file => file.Path == "services/ServiceDefaults/ServiceHost.cs");
        SourceTree.Services.ShouldContain("Intake");
    }
}
