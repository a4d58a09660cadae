using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Risk.ServiceDefaults.Hosting;

/// <summary>A section of the configuration as a typed record that can say what is wrong with itself.</summary>
public interface ISettings
{
    static abstract string Section { get; }

    /// <summary>One line for each wrong setting: its key within the section, a colon, and the reason.</summary>
    IEnumerable<string> Faults();
}

/// <summary>The configuration is wrong: every fault names its setting and the reason.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults)
    : StartException("The settings are wrong:\n" + string.Join('\n', faults.Select(f => "  " + f)))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}

public static class Settings
{
    /// <summary>Reads, remembers for the check at start, and registers the settings of one section.</summary>
    public static T AddSettings<T>(this WebApplicationBuilder builder) where T : class, ISettings, new()
    {
        var faults = Faults(builder);
        var settings = Read<T>(builder.Configuration, faults);
        builder.Services.AddSingleton(settings);
        return settings;
    }

    /// <summary>Reads one section, adding what is wrong with it to the faults.</summary>
    public static T Read<T>(IConfiguration configuration, ICollection<string> faults) where T : class, ISettings, new()
    {
        var settings = new T();
        try
        {
            configuration.GetSection(T.Section).Bind(settings, o => o.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException wrong)
        {
            faults.Add($"{T.Section}: {wrong.Message}");
            return settings;
        }
        foreach (var fault in settings.Faults())
            faults.Add($"{T.Section}:{fault}");
        return settings;
    }

    /// <summary>
    /// Something wrong with a section that only shows beside other registrations: its key, a colon, the reason.
    /// </summary>
    public static void AddFault<T>(this WebApplicationBuilder builder, string fault) where T : ISettings =>
        Faults(builder).Add($"{T.Section}:{fault}");

    internal static void ThrowIfWrong(WebApplicationBuilder builder)
    {
        var faults = Faults(builder);
        if (faults.Count > 0)
            throw new SettingsException(faults);
    }

    private static List<string> Faults(WebApplicationBuilder builder)
    {
        var properties = ((Microsoft.Extensions.Hosting.IHostApplicationBuilder)builder).Properties;
        if (properties.TryGetValue(typeof(Settings), out var kept))
            return (List<string>)kept;
        var faults = new List<string>();
        properties[typeof(Settings)] = faults;
        return faults;
    }
}
