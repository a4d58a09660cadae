using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Risk.Client;
using Risk.ServiceDefaults;
using Risk.ServiceDefaults.Events;

namespace Risk.Alerting.Tests;

/// <summary>Another instance of the service on the same database and broker.</summary>
internal sealed class SecondInstance : IAsyncDisposable
{
    private readonly WebApplication app;

    private SecondInstance(WebApplication app, string apiKey)
    {
        this.app = app;
        Client = new(new RiskClientOptions { Address = new Uri(app.Urls.First()), ApiKey = apiKey });
    }

    public RiskClient Client { get; }

    public static async Task<SecondInstance> StartAsync(AlertingFixture first)
    {
        var app = ServiceHost.Build<AlertingService>([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(first.Settings);
            builder.Services.AddSingleton<TimeProvider>(first.Clock);
        });
        await app.StartAsync();
        return new SecondInstance(app, first.ApiKey);
    }

    public Task DeliverAsync(string producer, string subject, IMessage fact) =>
        app.Services.GetRequiredService<EventInbox>().ApplyAsync(producer, subject, fact);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
