using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;

namespace VirtualWindow.Sfu.Recording;

/// <summary>
/// Who keeps what the rooms tap. Called on the loop's thread: every member copies what it needs and returns at once, and never
/// blocks; when it cannot keep up it loses packets and says so itself.
/// </summary>
public interface IRecorder
{
    void Begin(RecordingOrder order, MediaTime now);

    /// <returns>Number of the tap for the calls below; never used again.</returns>
    int Open(TappedTrack track, MediaTime now);

    /// <param name="sequence">RTP sequence number extended over wraps; the publisher's numbers, gaps and late packets included.</param>
    /// <param name="packet">Header and payload as received and decrypted; valid during the call.</param>
    void Packet(int tap, long sequence, ReadOnlySpan<byte> packet, MediaTime now);

    /// <summary>The publisher's clock mapping (RFC 3550 §6.4.1): what holds lips and voice together.</summary>
    void Report(int tap, in SenderReport report, MediaTime now);

    /// <summary>What comes next does not continue what came before: a hold, its end, or another source on the same m-line.</summary>
    void Interrupt(int tap, TapInterruption cause, MediaTime now);

    void Close(int tap, MediaTime now);

    /// <summary>All taps of the recording are closed before.</summary>
    void End(string recording, MediaTime now);
}

public enum TapInterruption
{
    /// <summary>保持: from now on nothing is recorded, until <see cref="Resumed"/>.</summary>
    Held,

    Resumed,

    /// <summary>Another SSRC took the m-line over; numbers and clock start anew.</summary>
    NewSource,
}

/// <param name="Recording">Opaque id of this recording; files are named after it.</param>
/// <param name="Room">The room that is recorded.</param>
public sealed record RecordingOrder(string Recording, string Room);

/// <summary>One published m-line under record.</summary>
/// <param name="Connection">Number of the publish connection within the loop: tracks of one connection share a clock.</param>
/// <param name="Place">0 for the first m-line of its kind (microphone, camera), 1 and up for screen and document.</param>
public sealed record TappedTrack(string Recording, string Participant, int Connection, int Place, NegotiatedMedia Media);
