using DocumentKind = Risk.Intake.V1.DocumentKind;

namespace Risk.Scoring.Ledger;

partial class CustomerLedger
{
    /// <summary>Does what the document says, whatever has come before it and whatever is still to come.</summary>
    public void Apply(LedgerDocument document)
    {
        Name(document);
        switch (document.Kind)
        {
            case DocumentKind.Order or LedgerDocument.Confirmation:
                ApplyOrder(document);
                break;
            case DocumentKind.Delivery:
                ApplyDelivery(document);
                break;
            case DocumentKind.Invoice:
                ApplyInvoice(document);
                break;
            case DocumentKind.CreditNote or DocumentKind.Payment or DocumentKind.Advance or DocumentKind.WriteOff:
                ApplyCredit(document, KindOf(document)!.Value);
                break;
            case DocumentKind.Draft:
                ApplyDraft(document);
                break;
            case DocumentKind.DraftHonoured:
                HonourDraft(document);
                break;
            case DocumentKind.DraftDishonoured:
                DishonourDraft(document);
                break;
            case DocumentKind.Dispute or DocumentKind.DisputeResolved:
                ApplyDispute(document);
                break;
            case DocumentKind.OrderChanged:
                ChangeOrder(document);
                break;
            case DocumentKind.OrderClosed:
                CloseOrder(document);
                break;
            case DocumentKind.DeliveryClosed:
                CloseDelivery(document);
                break;
            case DocumentKind.Clearing:
                Clear(document);
                break;
        }
        Conclude(document);
    }

    /// <summary>The kind of line that a document has; null when it only acts on others.</summary>
    private static LineKind? KindOf(LedgerDocument document) => document.Kind switch
    {
        LedgerDocument.Confirmation => LineKind.Order,
        DocumentKind.Order => LineKind.Order,
        DocumentKind.Delivery => LineKind.Delivery,
        DocumentKind.Invoice => LineKind.Invoice,
        DocumentKind.CreditNote => LineKind.CreditNote,
        DocumentKind.Payment => LineKind.Payment,
        DocumentKind.Advance => LineKind.Advance,
        DocumentKind.Draft => LineKind.Draft,
        DocumentKind.WriteOff => LineKind.WriteOff,
        _ => null,
    };

    /// <summary>The document comes into its line.</summary>
    private Line Arrive(LedgerDocument document, LineKind kind)
    {
        var line = Touch(At(NameOf(document, kind)));
        line.DocumentId = document.Id;
        line.Amount = document.Amount;
        line.IssuedOn = document.IssuedOn;
        line.DueOn = document.DueOn;
        line.Parts = document.Parts;
        line.KnownAt = document.RecordedAt;
        return line;
    }

    /// <summary>Lines that the document links to, of the kinds that it can act on.</summary>
    private IEnumerable<(LedgerLink Link, Line Line)> Targets(LedgerDocument document, params LineKind[] kinds)
    {
        foreach (var link in document.Links)
        {
            if (NameOf(link, document) is { } name && kinds.Contains(name.Kind))
                yield return (link, At(name));
        }
    }

    /// <summary>Turns the changes of balances into transfers.</summary>
    private void Conclude(LedgerDocument document)
    {
        Changes.Transfers.AddRange(Transfers.Between(touched.Select(t => (t.Key, t.Value.Balance)), document));
        foreach (var (line, before) in touched)
        {
            Changes.Lines.Add(line);
            if (line.Name.Kind == LineKind.Order)
                Changes.OrdersMoved.Add(line.Name);
            if (line.DisputedOpen != before.Disputed)
            {
                Changes.Disputed[line.Name.Currency] =
                    Changes.Disputed.GetValueOrDefault(line.Name.Currency) + line.DisputedOpen - before.Disputed;
            }
        }
        touched.Clear();
    }
}
