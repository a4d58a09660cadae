using Risk.Testing;
using Xunit;

namespace Risk.Scoring.Tests;

/// <summary>One service for the tests that need none of their own: each uses customers of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ScoringCollection : ICollectionFixture<ServiceFixture<ScoringService>>
{
    public const string Name = "scoring";
}
