using Risk.Testing;
using Xunit;

namespace Risk.Alerting.Tests;

/// <summary>One service for the tests that need none of their own: each uses customers of its own.</summary>
[CollectionDefinition(Name)]
public sealed class AlertingCollection : ICollectionFixture<ServiceFixture<AlertingService>>
{
    public const string Name = "alerting";
}
