using VirtualWindow.MediaNode.Udp;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Tests.Loop;

/// <summary>A real port that breaks when told: from then on every receive throws, as no port of the system ever should.</summary>
internal sealed class BreakablePort(UdpPort port) : UdpPort(port.Socket)
{
    private volatile bool _broken;

    public override string Path => port.Path;

    public void Break()
    {
        _broken = true;
        port.Wake();
    }

    public override int Receive() => _broken ? throw new InvalidOperationException("the port is broken") : port.Receive();

    public override Span<byte> Datagram(int index, out PeerAddress from) => port.Datagram(index, out from);

    public override Span<byte> Reserve(in PeerAddress to, int capacity) => port.Reserve(to, capacity);

    public override void Commit(int length) => port.Commit(length);

    public override void Flush() => port.Flush();

    public override void WaitForDatagram(TimeSpan atMost) => port.WaitForDatagram(atMost);

    public override void Gather(TimeSpan time) => port.Gather(time);

    public override void Wake() => port.Wake();

    protected override void Dispose(bool disposing)
    {
        port.Dispose();
        base.Dispose(disposing);
    }
}
