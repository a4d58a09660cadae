using Risk.Testing;
using Xunit;

namespace Risk.Intake.Tests;

/// <summary>One service for the tests that need none of their own: each uses customers of its own.</summary>
[CollectionDefinition(Name)]
public sealed class IntakeCollection : ICollectionFixture<ServiceFixture<IntakeService>>
{
    public const string Name = "intake";
}
