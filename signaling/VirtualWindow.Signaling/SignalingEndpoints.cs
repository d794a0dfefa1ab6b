using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using VirtualWindow.Contracts.Orders;
using VirtualWindow.Contracts.Papers;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Signaling.Documents;
using VirtualWindow.Signaling.Hubs;
using VirtualWindow.Signaling.Identity;
using VirtualWindow.Signaling.Orders;
using VirtualWindow.Signaling.Papers;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Signaling.Signing;

namespace VirtualWindow.Signaling;

public static class SignalingEndpoints
{
    /// <summary>Hubs for applicants, desks and walls, and the two requests that need no hub: join and case look-up.</summary>
    public static IEndpointRouteBuilder MapSignaling(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHub<ApplicantHub>("/hubs/applicant", Configure);
        endpoints.MapHub<DeskHub>("/hubs/desk", Configure).OnlyFor(StaffRoles.Clerk);
        endpoints.MapHub<WallHub>("/hubs/wall", Configure).OnlyFor(StaffRoles.Supervisor, StaffRoles.Admin);
        endpoints.MapPost("/api/join", Join.HandleAsync).WithSummary("Trades a one-time join token for the applicant's session cookie");
        endpoints.MapDelete("/api/join", Join.ForgetAsync).WithSummary("Ends the applicant's session cookie (a kiosk forgets its visitor)");
        endpoints.MapPost("/api/cases/lookup", LookUpCase.HandleAsync).WithSummary("A case by its number and query password");
        endpoints.MapPost("/api/cases/orders", OrdersOfCase.HandleAsync).WithSummary("Orders of a case, with its number and query password").Produces<OrderList>();
        endpoints.MapPost("/api/cases/rate", RateCase.HandleAsync).WithSummary("Rates a case that is over, with its number and query password");
        endpoints.MapPost("/api/cases/notices", NoticesOfCase.ListAsync).Produces<NoticeList>().WithSummary("The notices of a case, with its number and query password");
        endpoints.MapPost("/api/cases/notices/{noticeId}", NoticesOfCase.ReadAsync).Produces(200, contentType: "application/pdf").WithSummary("One notice as PDF");
        endpoints.MapPost("/api/documents", BeginUpload.HandleAsync).WithSummary("Announces an upload into a session one takes part in");
        endpoints.MapPatch("/api/documents/{id}/upload", ReceivePart.HandleAsync).WithSummary("The next part of an upload, at the offset of the header Upload-Offset");
        endpoints.MapGet("/api/documents/{id}/upload", ReceivePart.StateAsync).WithSummary("How far an upload is");
        endpoints.MapGet("/api/documents/{id}", FetchDocument.HandleAsync).WithSummary("The bytes of a document that is shown in a session one takes part in");
        endpoints.MapPost("/api/pad", SignOnPad.ViewAsync).WithSummary("What a phone may sign by a one-time token").Produces<PadView>();
        endpoints.MapPost("/api/pad/signature", SignOnPad.HandleAsync).WithSummary("Signs by hand on a phone; spends the token");
        return endpoints;
    }

    private static void Configure(HttpConnectionDispatcherOptions options)
    {
        options.Transports = HttpTransportType.WebSockets;
        // A reader that takes nothing for so long is cut off; it comes back and asks for a snapshot.
        options.TransportSendTimeout = TimeSpan.FromSeconds(2);
        options.CloseOnAuthenticationExpiration = true;
    }
}
