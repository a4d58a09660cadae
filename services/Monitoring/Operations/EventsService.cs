using Grpc.Core;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Identity;

namespace Risk.Monitoring.Operations;

/// <summary>Reads the service's event log, and deals with the events that it has set aside.</summary>
internal sealed class EventsService(EventsFace events) : V1.EventsService.EventsServiceBase
{
    /// <summary>Streams events from the log, each partition in order.</summary>
    [Roles(Role.Administrator | Role.Integrator | Role.Auditor)]
    public override Task ReadEvents(Types.V1.ReadEventsRequest request,
        IServerStreamWriter<Types.V1.LoggedEvent> responseStream, ServerCallContext context) =>
        events.ReadEventsAsync(request, responseStream, context);

    /// <summary>Lists the events of other services that this one could not apply and has set aside.</summary>
    [Roles(Role.Administrator | Role.Integrator | Role.Auditor)]
    public override Task<Types.V1.ListParkedEventsResponse> ListParkedEvents(
        Types.V1.ListParkedEventsRequest request, ServerCallContext context) =>
        events.ListParkedEventsAsync(request, context);

    /// <summary>Applies a parked event again.</summary>
    [Roles(Role.Administrator)]
    public override Task<Types.V1.ParkedEvent> ReplayParkedEvent(
        Types.V1.ReplayParkedEventRequest request, ServerCallContext context) =>
        events.ReplayParkedEventAsync(request, context);
}
