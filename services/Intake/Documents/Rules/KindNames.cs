using static Risk.Intake.V1.DocumentKind;

namespace Risk.Intake.Documents.Rules;

/// <summary>
/// What people in China call the kinds of documents; a kind without a name here is shown as the contract's.
/// </summary>
internal static class KindNames
{
    public static string Zh(V1.DocumentKind kind) => kind switch
    {
        Order => "订单",
        Delivery => "交货单",
        Invoice => "发票",
        CreditNote => "红字发票",
        Payment => "收款",
        Advance => "预收款",
        Draft => "汇票",
        DraftHonoured => "汇票兑付",
        DraftDishonoured => "汇票拒付",
        Dispute => "争议",
        DisputeResolved => "争议解决",
        WriteOff => "坏账核销",
        OrderClosed => "订单关闭",
        Reversal => "冲销",
        Clearing => "清账",
        DeliveryClosed => "交货关闭",
        OrderChanged => "订单变更",
        _ => Values.ContractEnums.DocumentKinds.NameOf((int)kind),
    };
}
