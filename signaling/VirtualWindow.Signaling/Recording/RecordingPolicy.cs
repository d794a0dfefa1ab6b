using Microsoft.Extensions.Options;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;

namespace VirtualWindow.Signaling.Recording;

/// <summary>Which sessions may be recorded at all; whether one is, the applicant says.</summary>
internal sealed class RecordingPolicy(IOptions<SignalingOptions> options)
{
    private readonly RecordingOptions _options = options.Value.Recording;

    public bool Allows(Session session, Ticket ticket) => RuleFor(session, ticket) == RecordingRule.WithConsent;

    /// <summary>The one condition under which anything is recorded.</summary>
    public bool Demands(Session session, Ticket ticket) =>
        Allows(session, ticket) && session is { Sitting: true, RecordingConsent: RecordingConsent.Given };

    private RecordingRule RuleFor(Session session, Ticket ticket) =>
        _options.Items.TryGetValue(ticket.Item.Value, out var ofItem) ? ofItem
        : _options.Sites.TryGetValue(session.Site.Value, out var ofSite) ? ofSite
        : _options.Rule;
}
