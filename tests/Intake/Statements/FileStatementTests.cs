using Grpc.Core;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Statements;

[Collection(IntakeCollection.Name)]
public sealed class FileStatementTests(ServiceFixture<IntakeService> service)
{
    [Fact]
    public async Task A_filed_statement_is_kept_with_its_lines_and_told_of()
    {
        var customer = await Given.CustomerAsync(service);
        var given = Given.Statement();
        given.IncomeStatement = new() { Revenue = new() { Value = "2500.75" }, NetIncome = new() { Value = "-12" } };

        var answer = await FileAsync(customer, given);

        answer.Statement.BalanceSheet.ShouldBe(given.BalanceSheet);
        answer.Statement.IncomeStatement.ShouldBe(given.IncomeStatement);
        answer.Statement.Scope.ShouldBe(StatementScope.Company);
        answer.Statement.RecordedBy.ShouldNotBeEmpty();
        (await service.PublishedAsync<StatementFiled>(customer.CustomerId))
            .ShouldHaveSingleItem().Statement.ShouldBe(answer.Statement);
    }

    [Fact]
    public async Task A_second_one_of_the_period_supersedes_the_first_which_is_kept()
    {
        var customer = await Given.CustomerAsync(service);
        var first = await FileAsync(customer, Given.Statement());
        var second = await FileAsync(customer, Given.Statement());

        second.Statement.SupersedesStatementId.ShouldBe(first.Statement.StatementId);
        (await ListAsync(customer, superseded: false)).ShouldBe([second.Statement.StatementId]);
        (await ListAsync(customer, superseded: true)).ShouldBe(
            [second.Statement.StatementId, first.Statement.StatementId]);
    }

    [Fact]
    public async Task Ten_filed_at_once_make_one_line_of_succession()
    {
        var customer = await Given.CustomerAsync(service);
        var filed = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => FileAsync(customer, Given.Statement())));

        filed.Count(f => f.Statement.SupersedesStatementId.Length == 0).ShouldBe(1);
        filed.Select(f => f.Statement.SupersedesStatementId).Distinct().Count().ShouldBe(10);
        (await ListAsync(customer, superseded: false)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Group_and_company_figures_stand_side_by_side()
    {
        var customer = await Given.CustomerAsync(service);
        var group = Given.Statement();
        group.Scope = StatementScope.Consolidated;
        await FileAsync(customer, Given.Statement());
        (await FileAsync(customer, group)).Statement.SupersedesStatementId.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_an_unknown_customer_nothing_is_filed()
    {
        var refused = await Refused.ByAsync(service.Client.Statements.FileStatementAsync(
            new() { CustomerId = Guid.CreateVersion7().ToString(), Statement = Given.Statement() }));

        refused.Code.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task A_repeated_request_files_once()
    {
        var customer = await Given.CustomerAsync(service);
        var request = new FileStatementRequest
        {
            CustomerId = customer.CustomerId,
            Statement = Given.Statement(),
            RequestId = Given.Unique("r"),
        };

        var first = await service.Client.Statements.FileStatementAsync(request);
        (await service.Client.Statements.FileStatementAsync(request)).ShouldBe(first);

        (await ListAsync(customer, superseded: true)).Count.ShouldBe(1);
    }

    private async Task<FileStatementResponse> FileAsync(Customer customer, Statement statement) =>
        await service.Client.Statements.FileStatementAsync(
            new() { CustomerId = customer.CustomerId, Statement = statement });

    private async Task<List<string>> ListAsync(Customer customer, bool superseded) =>
        [.. (await service.Client.Statements.ListStatementsAsync(
            new() { CustomerId = customer.CustomerId, IncludeSuperseded = superseded }))
                .Statements.Select(s => s.StatementId)];
}
