using Risk.Testing;
using Xunit;

namespace Risk.Monitoring.Tests;

/// <summary>One service for the tests that need none of their own: each uses customers of its own.</summary>
[CollectionDefinition(Name)]
public sealed class MonitoringCollection : ICollectionFixture<ServiceFixture<MonitoringService>>
{
    public const string Name = "monitoring";
}
