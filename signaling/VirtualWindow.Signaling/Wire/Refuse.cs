using VirtualWindow.Contracts;

namespace VirtualWindow.Signaling.Wire;

/// <summary>The refusals that hub requests give, by name; the sentences are those of <see cref="Refusals"/>.</summary>
internal static class Refuse
{
    public static Refusal BadInput => Refusals.Of(RefusalCodes.BadInput);
    public static Refusal TooLarge => Refusals.Of(RefusalCodes.TooLarge);
    public static Refusal TooOften => Refusals.Of(RefusalCodes.TooOften);
    public static Refusal SignInRequired => Refusals.Of(RefusalCodes.SignInRequired);
    public static Refusal NotAllowed => Refusals.Of(RefusalCodes.NotAllowed);
    public static Refusal NotYours => Refusals.Of(RefusalCodes.NotYours);
    public static Refusal NotFound => Refusals.Of(RefusalCodes.NotFound);
    public static Refusal Stale => Refusals.Of(RefusalCodes.Stale);
    public static Refusal NoTicket => Refusals.Of(RefusalCodes.NoTicket);
    public static Refusal NoSession => Refusals.Of(RefusalCodes.NoSession);
    public static Refusal ItemNotServed => Refusals.Of(RefusalCodes.ItemNotServed);
    public static Refusal OfferGone => Refusals.Of(RefusalCodes.OfferGone);
    public static Refusal TokenSpent => Refusals.Of(RefusalCodes.TokenSpent);
    public static Refusal AlreadyRated => Refusals.Of(RefusalCodes.AlreadyRated);
    public static Refusal Busy => Refusals.Of(RefusalCodes.Busy);
    public static Refusal Interrupted => Refusals.Of(RefusalCodes.Unavailable);

    public static Refusal StorageAway => Refusals.StorageAway;

    /// <summary>Another tab or device of the same person took over; only the newest acts.</summary>
    public static Refusal Superseded => Refusals.Of(
        RefusalCodes.NotYours,
        "已在另一个页面打开，请在那里继续；如需在此继续，请刷新本页。",
        "This is open in another page: continue there, or reload this page to continue here.");

    /// <summary>An unexpected failure; the reference lets the hall's staff find it in the log.</summary>
    public static Refusal Unexpected(string reference) => Refusals.Of(
        RefusalCodes.Unavailable,
        $"服务暂时不可用，请稍后再试（编号 {reference}）。",
        $"The service is unavailable for the moment. Please try again later (reference {reference}).");
}
