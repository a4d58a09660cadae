using System.Collections.Frozen;

namespace Risk.Intake.Customers.Names;

/// <summary>
/// Letters without their width and accents. The runtime works without the tables of Unicode normalisation, so the Latin
/// ones are here.
/// </summary>
internal static class Letters
{
    private const string Accented =
        "àáâãäåāăąǎǟǡǻȁȃȧçćĉċčďđèéêëēĕėęěȅȇȩĝğġģǧǵĥȟħìíîïĩīĭįǐȉȋıĵǰķǩĺļľłñńņňǹòóôõöōŏőơǒǫǭȍȏȫȭȯȱøŕŗ"
        + "řȑȓśŝşšșţťțùúûüũūŭůűųưǔǖǘǚǜȕȗŵýÿŷȳźżž";

    private const string Unaccented =
        "aaaaaaaaaaaaaaaacccccddeeeeeeeeeeeegggggghhhiiiiiiiiiiiijjkkllllnnnnnooooooooooooooooooorr"
        + "rrrssssstttuuuuuuuuuuuuuuuuuuwyyyyzzz";

    private static readonly FrozenDictionary<char, char> PlainOf =
        Accented.Zip(Unaccented).ToFrozenDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>The lower-case letter without its accent.</summary>
    public static char Plain(char letter) => letter < 0x80 ? letter : PlainOf.GetValueOrDefault(letter, letter);

    /// <summary>
    /// Full-width forms, as Chinese and Japanese keyboards write Latin letters and digits, made half-width.
    /// </summary>
    public static char HalfWidth(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u3000' or '\u00A0' => ' ',
        '【' or '〔' => '(',
        '】' or '〕' => ')',
        _ => c,
    };
}
