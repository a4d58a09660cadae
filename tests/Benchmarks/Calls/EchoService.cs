using Grpc.Core;
using Risk.Intake.V1;
using Risk.ServiceDefaults.Identity;
using Role = Risk.ServiceDefaults.Identity.Role;

namespace Risk.Benchmarks.Calls;

/// <summary>A method of the contract that does nothing but answer: what remains is the cost of the call.</summary>
internal sealed class EchoService : CustomersService.CustomersServiceBase
{
    [Roles(Role.Readers)]
    public override Task<RegisterCustomerResponse> RegisterCustomer(
        RegisterCustomerRequest request, ServerCallContext context) =>
        Task.FromResult(SampleCustomer.Answer(request));
}
