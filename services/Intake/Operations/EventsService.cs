using Grpc.Core;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Identity;
using Risk.Types.V1;

namespace Risk.Intake.Operations;

/// <summary>The event log of this service, and what it has set aside.</summary>
internal sealed class EventsService(EventsFace face) : V1.EventsService.EventsServiceBase
{
    [Roles(Role.Administrator | Role.Integrator | Role.Auditor)]
    public override Task ReadEvents(
        ReadEventsRequest request, IServerStreamWriter<LoggedEvent> responseStream, ServerCallContext context) =>
        face.ReadEventsAsync(request, responseStream, context);

    [Roles(Role.Administrator | Role.Auditor)]
    public override Task<ListParkedEventsResponse> ListParkedEvents(
        ListParkedEventsRequest request, ServerCallContext context) => face.ListParkedEventsAsync(request, context);

    [Roles(Role.Administrator)]
    public override Task<Types.V1.ParkedEvent> ReplayParkedEvent(
        ReplayParkedEventRequest request, ServerCallContext context) =>
        face.ReplayParkedEventAsync(request, context);
}
