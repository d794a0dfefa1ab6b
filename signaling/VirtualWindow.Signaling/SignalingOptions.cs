using Microsoft.Extensions.Options;

namespace VirtualWindow.Signaling;

/// <summary>Section <c>Signaling</c>. The defaults suit a county hall; every time-out is a deadline kept in the database.</summary>
public sealed record SignalingOptions
{
    public const string Section = "Signaling";

    /// <summary>How long a clerk may look at an offer; then the applicant goes back to the head and the desk is set away.</summary>
    public TimeSpan OfferTimeout { get; init; } = TimeSpan.FromSeconds(15);
    /// <summary>How long a called applicant may take to press "join"; then the call counts as missed (过号).</summary>
    public TimeSpan JoinTimeout { get; init; } = TimeSpan.FromSeconds(60);
    /// <summary>A desk that declined a ticket is not offered it again for this long; afterwards it may be, lest the only desk starve it.</summary>
    public TimeSpan DeclinePause { get; init; } = TimeSpan.FromSeconds(60);
    /// <summary>How long a ticket keeps its place without any connection: a sleeping phone must not lose it.</summary>
    public TimeSpan VanishedGrace { get; init; } = TimeSpan.FromMinutes(10);
    /// <summary>How long a missed ticket may still be put back into the queue.</summary>
    public TimeSpan MissedGrace { get; init; } = TimeSpan.FromMinutes(10);
    /// <summary>How long the seat of an applicant lost during a session is kept.</summary>
    public TimeSpan ApplicantLostGrace { get; init; } = TimeSpan.FromMinutes(2);
    /// <summary>How long an applicant who was sent on waits for the wished hall, clerk or skill; then for anybody who may serve.</summary>
    public TimeSpan WishPatience { get; init; } = TimeSpan.FromMinutes(5);
    /// <summary>A colleague who sits in the session takes over from a clerk who has been lost for this long.</summary>
    public TimeSpan ColleagueGoesOnAfter { get; init; } = TimeSpan.FromSeconds(30);
    /// <summary>How long a session waits for a clerk who lost the connection.</summary>
    public TimeSpan ClerkLostGrace { get; init; } = TimeSpan.FromMinutes(5);
    /// <summary>How long a desk without connection stays as it is: a reload must not send it offline.</summary>
    public TimeSpan DeskGrace { get; init; } = TimeSpan.FromSeconds(10);
    /// <summary>Longest wrap-up; then the desk is ready again by itself.</summary>
    public TimeSpan WrapUpLimit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Life of the applicant's session cookie.</summary>
    public TimeSpan ApplicantSessionLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long the picture counts by which a phone signs for the applicant; a new one is a press away.</summary>
    public TimeSpan PadLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Deadlines are swept and the floor is re-read at least this often.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);
    /// <summary>Least time between two pushes to one applicant that differ only in position and ETA.</summary>
    public TimeSpan PositionInterval { get; init; } = TimeSpan.FromMilliseconds(500);
    /// <summary>Least time between two pushes to a wall.</summary>
    public TimeSpan WallInterval { get; init; } = TimeSpan.FromSeconds(1);
    /// <summary>How often the connections of this process are confirmed in the database; a silent one counts as lost after three times this.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Service level: share of tickets answered within this time.</summary>
    public TimeSpan ServiceLevelTarget { get; init; } = TimeSpan.FromMinutes(10);
    /// <summary>Share (0..1) of the day's tickets that should be answered within <see cref="ServiceLevelTarget"/>; less is coloured on the wall.</summary>
    public double ServiceLevelGoal { get; init; } = 0.8;
    /// <summary>A wait longer than this raises an alarm on the wall.</summary>
    public TimeSpan LongWaitAlarm { get; init; } = TimeSpan.FromMinutes(20);
    /// <summary>An ended session without a filed case raises an alarm after this time.</summary>
    public TimeSpan FollowUpAlarm { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Largest hub message in bytes that is read at all; four times this closes the connection.</summary>
    public int LargestMessageBytes { get; init; } = 128 * 1024;
    /// <summary>Requests a connection may send at once.</summary>
    public int RequestBurst { get; init; } = 80;
    /// <summary>Requests per second of one connection after the burst.</summary>
    public double RequestsPerSecond { get; init; } = 20;
    /// <summary>Tickets that one network address may take at once; a hall's kiosks share one.</summary>
    public int TicketBurstPerAddress { get; init; } = 30;
    /// <summary>Tickets per minute of one network address after the burst.</summary>
    public double TicketsPerMinutePerAddress { get; init; } = 30;
    /// <summary>Case look-ups and joins that one network address may try at once.</summary>
    public int LookupBurstPerAddress { get; init; } = 20;
    /// <summary>Case look-ups and joins per minute of one network address after the burst.</summary>
    public double LookupsPerMinutePerAddress { get; init; } = 20;

    /// <summary>Which sessions are recorded.</summary>
    public RecordingOptions Recording { get; init; } = new();

    /// <summary>STUN addresses handed to browsers, e.g. "stun:turn.example.cn:3478".</summary>
    public IReadOnlyList<string> StunUrls { get; init; } = [];
    /// <summary>TURN addresses, e.g. "turns:turn.example.cn:443?transport=tcp"; used only together with <see cref="TurnSecret"/>.</summary>
    public IReadOnlyList<string> TurnUrls { get; init; } = [];
    /// <summary>coturn's <c>static-auth-secret</c>.</summary>
    public string? TurnSecret { get; init; }
    /// <summary>Life of a TURN credential.</summary>
    public TimeSpan TurnLifetime { get; init; } = TimeSpan.FromHours(6);
}

/// <summary>Recording (录音录像) by item and site; an item's word counts more than a site's, a site's more than the rule.</summary>
public sealed record RecordingOptions
{
    public RecordingRule Rule { get; init; } = RecordingRule.WithConsent;
    /// <summary>By site id, e.g. "gushi".</summary>
    public IReadOnlyDictionary<string, RecordingRule> Sites { get; init; } = new Dictionary<string, RecordingRule>();
    /// <summary>By item code, e.g. "GA-01".</summary>
    public IReadOnlyDictionary<string, RecordingRule> Items { get; init; } = new Dictionary<string, RecordingRule>();
}

public enum RecordingRule
{
    Never,
    /// <summary>As soon as and as long as the applicant agrees.</summary>
    WithConsent,
}

/// <summary>Refuses to start with settings under which tickets could get stuck or nothing could be sent.</summary>
public sealed class SignalingOptionsValidation : IValidateOptions<SignalingOptions>
{
    public ValidateOptionsResult Validate(string? name, SignalingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(SignalingOptions options)
    {
        foreach (var (setting, value) in Times(options))
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1)) yield return $"Signaling:{setting} must lie between 0 and one day.";
        if (options.LargestMessageBytes is < 1024 or > 1024 * 1024) yield return "Signaling:LargestMessageBytes must lie between 1 KiB and 1 MiB.";
        if (options.ServiceLevelGoal is not (> 0 and <= 1)) yield return "Signaling:ServiceLevelGoal must be a share above 0, at most 1.";
        if (options.RequestBurst < 1 || options.RequestsPerSecond <= 0) yield return "Signaling: requests need a burst of at least 1 and a rate above 0.";
        if (options.TicketBurstPerAddress < 1 || options.TicketsPerMinutePerAddress <= 0) yield return "Signaling: tickets need a burst of at least 1 and a rate above 0.";
        if (options.LookupBurstPerAddress < 1 || options.LookupsPerMinutePerAddress <= 0) yield return "Signaling: look-ups need a burst of at least 1 and a rate above 0.";
        if (options.TurnUrls.Count > 0 && string.IsNullOrEmpty(options.TurnSecret)) yield return "Signaling:TurnUrls need Signaling:TurnSecret.";
    }

    private static IEnumerable<(string Setting, TimeSpan Value)> Times(SignalingOptions options) =>
        typeof(SignalingOptions).GetProperties()
            .Where(property => property.PropertyType == typeof(TimeSpan))
            .Select(property => (property.Name, (TimeSpan)property.GetValue(options)!));
}
