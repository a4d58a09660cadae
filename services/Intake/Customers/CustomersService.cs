using Risk.Intake.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;

namespace Risk.Intake.Customers;

/// <summary>Registers customers and keeps their master data.</summary>
internal sealed partial class CustomersService(IntakeDb db, Outbox outbox, AuditLog audit, TimeProvider clock)
    : V1.CustomersService.CustomersServiceBase;
