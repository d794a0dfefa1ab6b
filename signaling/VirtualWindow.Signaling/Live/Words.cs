using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;

namespace VirtualWindow.Signaling.Live;

/// <summary>The domain's words as the wire spells them, and back. Spelled out: both sides may grow on their own.</summary>
internal static class Words
{
    public static ParticipantRole OnWire(this PartyRole role) => role switch
    {
        PartyRole.Applicant => ParticipantRole.Applicant,
        PartyRole.Clerk => ParticipantRole.Clerk,
        PartyRole.Supervisor => ParticipantRole.Supervisor,
        PartyRole.Expert => ParticipantRole.Expert,
        PartyRole.Companion => ParticipantRole.Companion,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    public static SessionOutcome OnWire(this Outcome outcome) => outcome switch
    {
        Outcome.Accepted => SessionOutcome.Accepted,
        Outcome.SupplementNeeded => SessionOutcome.SupplementNeeded,
        Outcome.Consulted => SessionOutcome.Consulted,
        Outcome.Refused => SessionOutcome.Refused,
        Outcome.Withdrawn => SessionOutcome.Withdrawn,
        Outcome.Referred => SessionOutcome.Referred,
        Outcome.NoShow => SessionOutcome.NoShow,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    public static Outcome InDomain(this SessionOutcome outcome) => outcome switch
    {
        SessionOutcome.Accepted => Outcome.Accepted,
        SessionOutcome.SupplementNeeded => Outcome.SupplementNeeded,
        SessionOutcome.Consulted => Outcome.Consulted,
        SessionOutcome.Refused => Outcome.Refused,
        SessionOutcome.Withdrawn => Outcome.Withdrawn,
        SessionOutcome.Referred => Outcome.Referred,
        SessionOutcome.NoShow => Outcome.NoShow,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    /// <summary>An appointment is not a need the applicant states; the card shows it as none.</summary>
    public static PriorityNeed OnWire(this Priority priority) => priority switch
    {
        Priority.Elderly => PriorityNeed.Elderly,
        Priority.Disabled => PriorityNeed.Disabled,
        _ => PriorityNeed.None,
    };

    public static Priority InDomain(this PriorityNeed need) => need switch
    {
        PriorityNeed.Elderly => Priority.Elderly,
        PriorityNeed.Disabled => Priority.Disabled,
        _ => Priority.None,
    };

    public static Presence OnWire(this DeskState state) => state switch
    {
        DeskState.Offline => Presence.Offline,
        DeskState.Ready => Presence.Ready,
        DeskState.Away => Presence.Away,
        DeskState.Offered => Presence.Offered,
        DeskState.Busy => Presence.Busy,
        DeskState.WrapUp => Presence.WrapUp,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static AwayReason OnWire(this AwayCause cause) => cause switch
    {
        AwayCause.Break => AwayReason.Break,
        AwayCause.Meal => AwayReason.Meal,
        AwayCause.Training => AwayReason.Training,
        AwayCause.Paperwork => AwayReason.Paperwork,
        AwayCause.Technical => AwayReason.Technical,
        AwayCause.NoAnswer => AwayReason.NoAnswer,
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, null),
    };

    public static AwayCause InDomain(this AwayReason reason) => reason switch
    {
        AwayReason.Break => AwayCause.Break,
        AwayReason.Meal => AwayCause.Meal,
        AwayReason.Training => AwayCause.Training,
        AwayReason.Paperwork => AwayCause.Paperwork,
        AwayReason.Technical => AwayCause.Technical,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Only the server sets this one."),
    };
}
