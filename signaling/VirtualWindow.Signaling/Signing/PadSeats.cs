using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Access;

namespace VirtualWindow.Signaling.Signing;

/// <summary>For whom a phone signs: for the applicant of the session that its token was issued in, while the session lasts and the token counts.</summary>
internal sealed class PadSeats(IWindowStore store, TimeProvider time)
{
    /// <returns>What the token lets sign, or the sentence that says why it does no longer.</returns>
    public Task<(PadPass? Pass, Refusal? Refusal)> FindAsync(string token, CancellationToken ct) => store.ReadAsync((db, stop) => PassAsync(db, token, stop), ct);

    /// <summary>Asked again with each step, so that a token that was spent meanwhile opens nothing.</summary>
    public SeatQuestion By(string token) => async (db, ct) =>
    {
        var (pass, refusal) = await PassAsync(db, token, ct);
        if (pass is null) return (null, refusal);
        var session = await db.Sessions.SingleOrDefaultAsync(row => row.Id == pass.Session, ct);
        if (session is null or { Ended: true }) return (null, SigningRefusals.PadOver);
        var applicant = session.Applicant;
        return applicant.Present ? (new Seat(session, applicant), null) : (null, SigningRefusals.PadOver);
    };

    /// <summary>Within the signature's own transaction: there is no signature without a spent token.</summary>
    public Action<WindowDb> Spend => db => db.PadPasses.Local.Single().SpentAt = time.GetUtcNow();

    private async Task<(PadPass? Pass, Refusal? Refusal)> PassAsync(WindowDb db, string token, CancellationToken ct) => await db.FindPadAsync(token, ct) switch
    {
        null => (null, SigningRefusals.PadUnknown),
        { SpentAt: not null } => (null, SigningRefusals.PadSpent),
        var pass when pass.ExpiresAt <= time.GetUtcNow() => (null, SigningRefusals.PadExpired),
        var pass => (pass, null),
    };
}
