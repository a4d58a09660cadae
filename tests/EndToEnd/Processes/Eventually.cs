using Grpc.Core;
using Npgsql;
using Shouldly;

namespace Risk.EndToEnd.Tests.Processes;

/// <summary>For what becomes true behind the answers of calls, or when something comes back.</summary>
internal static class Eventually
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(Func<Task> holds)
    {
        using var patience = new CancellationTokenSource(WaitMax);
        while (true)
        {
            try
            {
                await holds();
                return;
            }
            catch (Exception notYet) when (!patience.IsCancellationRequested
                && notYet is RpcException or ShouldAssertException or NpgsqlException)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }
}
