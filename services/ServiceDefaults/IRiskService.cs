using Microsoft.AspNetCore.Builder;

namespace Risk.ServiceDefaults;

/// <summary>What a service says of itself: its name, what it registers, and what it serves.</summary>
public interface IRiskService
{
    /// <summary>Lower case, one word: also the name of the database schema and of the event source.</summary>
    static abstract string Name { get; }

    static abstract void AddTo(WebApplicationBuilder builder);

    static abstract void MapTo(WebApplication app);
}
