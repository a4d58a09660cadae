using System.Globalization;
using System.Net.Sockets;
using Risk.Benchmarks.Measuring;
using Risk.Scoring.V1;

namespace Risk.Benchmarks.Orders;

/// <summary>
/// Callers of CheckOrder on one connection, each with one call under way: every call has its own request id, order and
/// customer, as an ERP's have. With a rate, calls begin when they are due, whatever becomes of those before.
/// </summary>
internal sealed class OrderLoad : IDisposable
{
    private const string Path = "/risk.scoring.v1.OrdersService/CheckOrder";
    private const int ReceiveBytes = 256 * 1024;

    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] received = new byte[ReceiveBytes];
    private readonly CallFrames frames;
    private readonly OrderLoadPlan plan;
    private readonly Random random;
    private readonly string names;
    private readonly Dictionary<int, (double Began, OrderVerdict? Verdict)> open = [];
    private int filled;
    private int lastStream = -1;

    public OrderLoad(OrderLoadPlan plan, int number)
    {
        (this.plan, random) = (plan, new Random(number));
        names = string.Create(CultureInfo.InvariantCulture, $"{plan.Run}-{number}-");
        frames = new(plan.Address.Authority, Path, plan.ApiKey);
        socket.Connect(plan.Address.Host, plan.Address.Port);
    }

    public OrderLoadResult Result { get; } = new();

    public void Dispose() => socket.Dispose();

    /// <summary>Blocks its thread until all calls that it has begun are answered.</summary>
    public void Run(Func<double> seconds)
    {
        frames.Open();
        for (var caller = 0; plan.RatePerConnection == 0 && caller < plan.CallersPerConnection; caller++)
            Begin(seconds());
        do
        {
            var now = seconds();
            while (IsDue(now))
                Begin(plan.RatePerConnection > 0 ? Result.Begun / plan.RatePerConnection : now);
            Send();
            if (socket.Poll(WaitOf(now), SelectMode.SelectRead))
                Receive(seconds);
        }
        while (open.Count > 0 || seconds() < plan.Seconds);
    }

    private bool IsDue(double now) => plan.RatePerConnection > 0 && now < plan.Seconds
        && Result.Begun / plan.RatePerConnection <= now && open.Count < OrderLoadPlan.StreamsMax;

    private TimeSpan WaitOf(double now) => plan.RatePerConnection == 0 || now >= plan.Seconds
        ? TimeSpan.FromSeconds(1)
        : TimeSpan.FromSeconds(Math.Clamp(Result.Begun / plan.RatePerConnection - now, 0, 1));

    private void Begin(double now)
    {
        lastStream += 2;
        open[lastStream] = (now, null);
        var name = names + lastStream.ToString(CultureInfo.InvariantCulture);
        frames.Call(lastStream, new CheckOrderRequest
        {
            RequestId = name,
            CustomerId = plan.Customers[random.Next(plan.Customers.Count)],
            OrderRef = new() { System = "erp", Id = name },
            Amount = new() { Amount = "1", CurrencyCode = "CNY" },
        });
        Result.Begun++;
    }

    private void Send()
    {
        for (var rest = frames.Written; rest.Length > 0;)
            rest = rest[socket.Send(rest)..];
        frames.Clear();
    }

    private void Receive(Func<double> seconds)
    {
        var count = socket.Receive(received.AsSpan(filled));
        if (count == 0)
            throw new IOException("The server has closed the connection.");
        filled += count;
        var from = 0;
        while (CallFrames.LengthOf(received.AsSpan(from, filled - from)) is > 0 and var length
            && from + length <= filled)
        {
            Take(received.AsSpan(from, length), seconds);
            from += length;
        }
        received.AsSpan(from, filled - from).CopyTo(received);
        filled -= from;
    }

    private void Take(ReadOnlySpan<byte> frame, Func<double> seconds)
    {
        var isEnd = frames.Take(frame, out var stream, out var message);
        if (message.Length > 0)
            open[stream] = open[stream] with { Verdict = OrderVerdict.Parser.ParseFrom(message) };
        if (!isEnd || !open.Remove(stream, out var call))
            return;
        var now = seconds();
        Result.Add(call.Verdict, now - call.Began);
        if (plan.RatePerConnection == 0 && now < plan.Seconds)
            Begin(now);
    }
}
