using System.Net;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Warnings;

[Collection(MonitoringCollection.Name)]
public sealed class GetWarningTests(ServiceFixture<MonitoringService> monitoring)
{
    [Fact]
    public async Task A_warning_is_returned_as_it_was_told()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Record(customer.Invoice("R-1", "10000", issuedDaysAgo: 70, dueDaysAgo: 40));
        var told = (await monitoring.PublishedAsync<V1.WarningRaised>(customer.Id))[0].Warning;

        var warning = await monitoring.Client.Warnings.GetWarningAsync(new() { WarningId = told.WarningId });

        // Postgres keeps microseconds.
        (warning.RaisedAt, warning.ChangedAt) = (told.RaisedAt, told.ChangedAt);
        warning.ShouldBe(told);
    }

    [Theory]
    [InlineData("01890000-0000-7000-8000-000000000000", HttpStatusCode.NotFound)]
    [InlineData("w-1", HttpStatusCode.BadRequest)]
    public async Task One_that_is_not_there_is_not_found(string id, HttpStatusCode status)
    {
        var answer = await monitoring.Http.GetAsync(new Uri($"v1/warnings/{id}", UriKind.Relative));

        answer.StatusCode.ShouldBe(status);
    }
}
