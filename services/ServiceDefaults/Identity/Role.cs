namespace Risk.ServiceDefaults.Identity;

/// <summary>What a caller may be; a caller may be several.</summary>
[Flags]
public enum Role
{
    None = 0,
    Administrator = 1,
    Integrator = 2,
    Sales = 4,
    Finance = 8,
    Legal = 16,
    Risk = 32,
    Approver = 64,
    Committee = 128,

    /// <summary>Reads all, changes nothing.</summary>
    Auditor = 256,

    /// <summary>Everybody who is somebody: for calls that only read.</summary>
    Readers = Administrator | Integrator | Sales | Finance | Legal | Risk | Approver | Committee | Auditor,
}

/// <summary>The roles of which a caller needs one; a call that declares none is denied.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class RolesAttribute(Role needed) : Attribute
{
    public Role Needed { get; } = needed;
}
