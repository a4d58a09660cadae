using Risk.Intake.Rules;
using Risk.Intake.Values;
using static Risk.Intake.V1.DocumentKind;

namespace Risk.Intake.Documents.Rules;

/// <summary>Links: which kinds a kind may follow, move or settle, how many it needs, and with what amounts.</summary>
internal static class LinkRules
{
    private const int LinksMax = 200;

    public static void Check(Document document, Faults faults)
    {
        var links = document.Links;
        if (links.Length == 0)
        {
            if (NeedsLink(document.Kind))
            {
                faults.That(false, "links", "LINK_REQUIRED", new(
                    "must name the document that this one is about", "必须指明所针对的单据"));
            }
            return;
        }
        faults.That(links.Length <= LinksMax, "links", "TOO_MANY", new(
            $"holds more than {LinksMax} links", $"超过 {LinksMax} 个关联"));
        faults.That(document.Kind != Reversal || links.Length == 1, "links", "REVERSES_ONE_DOCUMENT", new(
            "a reversal undoes exactly one document", "冲销只能针对一张单据"));
        faults.That(document.Kind != OrderChanged || links.Length == 1, "links", "CHANGES_ONE_ORDER", new(
            "a change is of exactly one order", "变更只能针对一张订单"));
        faults.That(document.Kind != DisputeResolved || links.Length == 1 || !links.Any(l => l.Kind == Dispute),
            "links", "RESOLVES_ONE_DISPUTE", new(
                "a document that resolves a dispute by its name resolves no other", "按争议单据解决时只能指明一项争议"));
        for (var i = 0; i < links.Length; i++)
            CheckLink(document, links[i], $"links[{i}]", faults);
        if (document.Kind == Clearing)
            return;
        var linked = links.Sum(l => l.Amount ?? 0);
        faults.That(linked <= document.Amount, "links", "LINKS_ABOVE_AMOUNT", new(
            $"move {Decimals.Write(linked)}, more than the amount of the document",
            $"合计 {Decimals.Write(linked)}，超过单据金额"), Decimals.Write(linked));
    }

    /// <summary>Whether a document of the kind may be linked to one of the other kind.</summary>
    public static bool MayFollow(V1.DocumentKind kind, V1.DocumentKind linked) => kind switch
    {
        Order => false,
        Delivery => linked is Order,
        Invoice => linked is Order or Delivery or Advance,
        CreditNote or WriteOff or Dispute => linked is Invoice,
        Payment => linked is Invoice or CreditNote,
        Advance => linked is Order or Invoice,
        Draft => linked is Invoice,
        DraftHonoured or DraftDishonoured => linked is Draft,
        DisputeResolved => linked is Invoice or Dispute,
        OrderClosed or OrderChanged => linked is Order,
        DeliveryClosed => linked is Delivery,
        Clearing => linked is Invoice or Payment or CreditNote or Advance or Draft,
        PromiseToPay or ProtectiveRescheduling => linked is Invoice,
        GoodsReturn => linked is Order or Delivery or Invoice,
        Reversal => linked is not Reversal,
        _ => false,
    };

    public static void CheckKind(Document document, V1.DocumentKind linked, string field, Faults faults)
    {
        if (MayFollow(document.Kind, linked))
            return;
        var (kind, other) =
            (ContractEnums.DocumentKinds.NameOf((int)document.Kind), ContractEnums.DocumentKinds.NameOf((int)linked));
        faults.That(false, field + ".kind", "KIND_CANNOT_FOLLOW", new(
            $"a document of kind {kind} cannot follow, move or settle one of kind {other}",
            $"{KindNames.Zh(document.Kind)}不能关联{KindNames.Zh(linked)}"), other);
    }

    private static bool NeedsLink(V1.DocumentKind kind) => kind is DraftHonoured or DraftDishonoured or Dispute
        or DisputeResolved or WriteOff or OrderClosed or Reversal or Clearing or DeliveryClosed or OrderChanged;

    private static bool Settles(V1.DocumentKind kind) =>
        kind is Payment or CreditNote or Advance or Draft or WriteOff or Clearing;

    private static void CheckLink(Document document, DocumentLink link, string field, Faults faults)
    {
        if (link.Ref is { } reference)
        {
            RefRules.Check(reference, field + ".external_ref", faults);
            if (faults.That(ContractEnums.DocumentKinds.Knows((int)link.Kind), field + ".kind", "REQUIRED", new(
                "is required for a link by external reference", "按外部编号关联时必填")))
            {
                CheckKind(document, link.Kind, field, faults);
            }
            faults.That(
                !(link.Kind == document.Kind && new ExternalRef(document.RefSystem, document.RefId) == reference),
                field, "LINKED_TO_ITSELF", new("names the document itself", "不能关联单据自身"), reference.Id);
        }
        faults.That(link.DocumentId is not null != link.Ref is not null, field, "LINK_BY_ID_OR_REFERENCE", new(
            "needs either an id or an external reference", "须给出编号或外部编号之一"));
        if (link.Instalment != 0)
            CheckInstalment(document, link, field, faults);
        if (link.Amount is { } amount)
        {
            MoneyRules.Fits(amount, field + ".amount.amount", faults);
            faults.That(amount > 0, field + ".amount.amount", "AMOUNT_NOT_POSITIVE",
                new("must be above 0", "必须大于 0"), Decimals.Write(amount));
        }
    }

    private static void CheckInstalment(Document document, DocumentLink link, string field, Faults faults)
    {
        faults.That(link.Instalment is > 0 and <= InstalmentRules.CountMax + 1, field + ".instalment",
            "NO_SUCH_INSTALMENT", new($"must be from 1 to {InstalmentRules.CountMax + 1}",
                $"必须在 1 到 {InstalmentRules.CountMax + 1} 之间"), $"{link.Instalment}");
        faults.That(Settles(document.Kind) && link.Kind is Invoice or Unspecified, field + ".instalment",
            "INSTALMENT_OF_INVOICE", new("only what settles an invoice names an instalment", "只有结清发票的单据可以指明期次"),
            $"{link.Instalment}");
    }
}
