using VirtualWindow.MediaNode.Udp;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Tcp;

/// <summary>Sends each packet over the kind of address it goes to.</summary>
internal sealed class DatagramRouter(UdpPort datagrams, StreamPort streams) : IDatagramSink
{
    private bool _toStream;

    public Span<byte> Reserve(in PeerAddress to, int capacity)
    {
        _toStream = to.IsStream;
        return _toStream ? streams.Reserve(to, capacity) : datagrams.Reserve(to, capacity);
    }

    public void Commit(int length)
    {
        if (_toStream) streams.Commit(length);
        else datagrams.Commit(length);
    }

    public bool IsCongested(in PeerAddress to) => to.IsStream && streams.IsCongested(to);
}
