using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Loop;

/// <summary>What a loop does with its datagrams and its time. Everything is called on the loop's thread; nothing may block.</summary>
public interface ILoopWork
{
    /// <param name="datagram">Valid during the call, may be changed in place (decryption).</param>
    void Receive(Span<byte> datagram, in PeerAddress from, MediaTime now);

    /// <summary>A datagram of this address is one of the next: who it belongs to is found, and fetched into the cache.</summary>
    IDatagramPeer? Expect(in PeerAddress from) => null;

    /// <summary>All datagrams of a batch are received: forward what they brought. The loop flushes the port afterwards.</summary>
    void AfterBatch(MediaTime now);

    /// <summary>Timers, about every <see cref="MediaLoop.TickInterval"/>.</summary>
    void Tick(MediaTime now);

    /// <summary>The loop cannot go on because its port broke. Last call; nothing can be sent any more, but others can be told.</summary>
    void Abandon(MediaTime now);
}
