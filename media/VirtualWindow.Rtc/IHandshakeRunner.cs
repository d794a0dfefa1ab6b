namespace VirtualWindow.Rtc;

/// <summary>
/// The only way out of and back into the loop: a DTLS handshake blocks (BouncyCastle offers nothing else), so it runs on a
/// thread of its own, and what it has to say is posted back. Everything else of a peer happens on its loop.
/// </summary>
public interface IHandshakeRunner
{
    /// <summary>
    /// Runs <paramref name="blockingHandshake"/> on a thread with a small stack (256 KiB is enough), now or when one is free.
    /// It blocks for up to <see cref="RtcOptions.HandshakeTimeout"/>, waiting for datagrams most of the time, and never throws.
    /// </summary>
    /// <returns>False when all threads and the bounded waiting room are taken: nothing runs, the client's resend tries again.</returns>
    bool TryRun(Action blockingHandshake);

    /// <summary>Queues <paramref name="onLoop"/> for the loop that owns the peer and wakes it; callable on any thread, keeps order, never drops.</summary>
    void Post(Action<MediaTime> onLoop);
}
