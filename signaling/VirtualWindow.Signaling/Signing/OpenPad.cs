using Microsoft.Extensions.Options;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Access;

namespace VirtualWindow.Signaling.Signing;

/// <summary>
/// Where the applicant's own screen is no good to sign on (a kiosk, a desktop with a mouse), a phone becomes the pad: the page shows a picture
/// with a one-time token that lets whoever scans it sign this one paper, as long as it has these bytes.
/// </summary>
internal sealed class OpenPad(Signings signings, SignDocument signing, IWindowStore store, IOptions<SignalingOptions> options, TimeProvider time)
{
    public async Task<Reply<PadOpened>> HandleAsync(HubConnection connection, OpenPadRequest request, CancellationToken ct)
    {
        if (DocumentId.TryParse(request.DocumentId) is not { } document || Check.Key(request.Sha256) is not null) return Refuse.BadInput;
        var (seat, refusal) = await signings.EnterAsync(connection, request.SessionId, ct);
        if (seat is null) return refusal!;
        if (await signing.RefuseAsync(seat, new(document, request.Sha256), ct) is { } no) return no;
        var (now, lifetime) = (time.GetUtcNow(), options.Value.PadLifetime);
        var token = await store.WriteAsync((db, stop) => db.IssuePadAsync(new(seat.Session.Id, document, request.Sha256), now, lifetime, stop), ct);
        return new PadOpened(token, now + lifetime);
    }
}
