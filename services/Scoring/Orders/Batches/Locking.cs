namespace Risk.Scoring.Orders;

/// <summary>How a reading locks the accounts and groups that it reads.</summary>
internal enum Locking
{
    /// <summary>To look, and not decide.</summary>
    None,

    /// <summary>Leaves out what somebody else holds.</summary>
    Skip,

    /// <summary>Waits, one customer at a time.</summary>
    Wait,
}
