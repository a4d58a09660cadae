using System.Globalization;

namespace Risk.MainJob.Sample;

/// <summary>Plays two years of business with one company: orders, deliveries, invoices and their payments.</summary>
internal sealed class TradeHistory(Company company, DateOnly asOf, Random random)
{
    /// <summary>How the numbers of each kind of document begin.</summary>
    private static readonly Dictionary<string, string> Prefixes = new(StringComparer.Ordinal)
    {
        ["ORDER"] = "SO",
        ["DELIVERY"] = "DN",
        ["INVOICE"] = "RI",
        ["DISPUTE"] = "DS",
        ["CREDIT_NOTE"] = "CN",
        ["PAYMENT"] = "PY",
        ["DRAFT"] = "BD",
        ["DRAFT_HONOURED"] = "BH",
    };

    private readonly List<TradeDocument> documents = [];
    private int ordinal;

    public IReadOnlyList<TradeDocument> Play()
    {
        var day = asOf.AddMonths(-24);
        while (true)
        {
            day = day.AddDays(1 + (int)(-Math.Log(1 - random.NextDouble()) * 30.4 / PaceOn(day)));
            if (day >= asOf)
                return documents;
            Trade(day, AmountOn(day));
        }
    }

    private double PaceOn(DateOnly day) =>
        company.OrdersPerMonth * (company.Fate == Fate.BustOut && MonthsLeft(day) < 3 ? 4 : 1);

    private decimal AmountOn(DateOnly day)
    {
        var surge = company.Fate == Fate.BustOut && MonthsLeft(day) < 3 ? 2.5m : 1m;
        var amount = company.OrderAmount * surge * (decimal)(0.6 + 0.8 * random.NextDouble());
        return Rounded(Math.Max(amount, 10m));
    }

    private void Trade(DateOnly orderedOn, decimal amount)
    {
        ordinal++;
        var order = Add("ORDER", amount, orderedOn);
        var deliveredOn = orderedOn.AddDays(2 + random.Next(12));
        if (deliveredOn >= asOf)
            return;
        var parts = random.NextDouble() < 0.12 ? Split(amount) : [amount];
        for (var part = 0; part < parts.Length; part++)
            Deliver(order, parts[part], deliveredOn.AddDays(part * 9), part);
    }

    private void Deliver(TradeDocument order, decimal amount, DateOnly deliveredOn, int part)
    {
        if (deliveredOn >= asOf)
            return;
        var suffix = part == 0 ? "" : $"-{(part + 1).ToString(CultureInfo.InvariantCulture)}";
        var delivery = Add("DELIVERY", amount, deliveredOn, suffix, [new("ORDER", order.Number, amount)]);
        var invoicedOn = deliveredOn.AddDays(random.Next(4));
        if (invoicedOn >= asOf)
            return;
        var invoice = Add("INVOICE", amount, invoicedOn, suffix, [new("DELIVERY", delivery.Number, amount)]);
        Settle(invoice, suffix);
    }

    private void Settle(TradeDocument invoice, string suffix)
    {
        var due = invoice.DueOn!.Value;
        var open = invoice.Amount;
        if (company.Fate == Fate.Disputing && random.NextDouble() < 0.25 && due.AddDays(5) < asOf)
            Add("DISPUTE", Rounded(open * 0.4m), due.AddDays(2), suffix, [new("INVOICE", invoice.Number)]);
        if (random.NextDouble() < 0.03 && invoice.IssuedOn.AddDays(12) < asOf)
        {
            var credit = Rounded(open * 0.1m);
            var day = invoice.IssuedOn.AddDays(12);
            Add("CREDIT_NOTE", credit, day, suffix, [new("INVOICE", invoice.Number, credit)]);
            open -= credit;
        }

        var paidOn = PaidOn(due);
        if (paidOn is not { } settledOn || settledOn >= asOf)
            return;
        if (company.CountryCode == "CN" && random.NextDouble() < 0.08)
        {
            SettleByDraft(invoice, open, settledOn, suffix);
            return;
        }

        Add("PAYMENT", open, settledOn, suffix, [new("INVOICE", invoice.Number, open)]);
    }

    private void SettleByDraft(TradeDocument invoice, decimal open, DateOnly receivedOn, string suffix)
    {
        IReadOnlyList<TradeLink> settles = [new("INVOICE", invoice.Number, open)];
        var draft = Add("DRAFT", open, receivedOn, suffix, settles, receivedOn.AddMonths(6));
        if (draft.DueOn < asOf)
            Add("DRAFT_HONOURED", open, draft.DueOn!.Value, suffix, [new("DRAFT", draft.Number, open)]);
    }

    private DateOnly? PaidOn(DateOnly due)
    {
        var monthsLeft = MonthsLeft(due);
        var silentMonths = company.Fate switch
        {
            Fate.StopsPaying => 6,
            Fate.BustOut => 3,
            Fate.Insolvent => 4,
            Fate.DishonestDebtor => 5,
            _ => 0,
        };
        if (monthsLeft < silentMonths)
            return null;
        var worsening = company.Fate == Fate.Deteriorating ? (int)(Math.Max(0, 10 - monthsLeft) * 7) : 0;
        var spread = (int)(6 * (random.NextDouble() + random.NextDouble() - 1));
        return due.AddDays(company.DaysBeyondTerms + worsening + spread);
    }

    private double MonthsLeft(DateOnly day) => (asOf.DayNumber - day.DayNumber) / 30.4;

    private decimal[] Split(decimal amount)
    {
        var first = Rounded(amount * 0.6m);
        return [first, amount - first];
    }

    private TradeDocument Add(
        string kind, decimal amount, DateOnly day, string suffix = "",
        IReadOnlyList<TradeLink>? links = null, DateOnly? dueOn = null)
    {
        var invoice = kind == "INVOICE";
        var number = company.Number[1..] + ordinal.ToString("0000", CultureInfo.InvariantCulture);
        var document = new TradeDocument
        {
            CustomerNumber = company.Number,
            Kind = kind,
            Number = $"{Prefixes[kind]}{number}{suffix}",
            Amount = amount,
            Currency = company.Currency,
            IssuedOn = day,
            DueOn = invoice ? company.Terms.DueOn(day) : dueOn,
            Terms = invoice ? company.Terms : null,
            Links = links ?? [],
        };
        documents.Add(document);
        return document;
    }

    private decimal Rounded(decimal amount) => Math.Round(amount, company.Currency == "JPY" ? 0 : 2);
}
