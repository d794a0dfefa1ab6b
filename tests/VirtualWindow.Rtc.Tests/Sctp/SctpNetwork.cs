using VirtualWindow.Rtc.Sctp;

namespace VirtualWindow.Rtc.Tests.Sctp;

/// <summary>How bad one direction is; what happens follows from the seed alone.</summary>
internal sealed record SctpWeather(double Loss = 0, double Duplicates = 0, double Reorder = 0, int DelayMilliseconds = 10);

/// <summary>A client and a server association in virtual time with a network between them.</summary>
internal sealed class SctpNetwork
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(50);

    private readonly PriorityQueue<Delivery, (long At, long Order)> _travelling = new();
    private readonly byte[] _buffer = new byte[2048];
    private readonly Random _random;
    private MediaTime _nextTick;
    private long _order;

    public SctpNetwork(int seed = 1, SctpWeather? weather = null, SctpOptions? options = null, SctpOptions? clientOptions = null, uint clientTsn = 1000, uint serverTsn = 2000)
    {
        Seed = seed;
        Weather = weather ?? new();
        _random = new(seed);
        options ??= new();
        Server = new(options, SctpClient.Port, ServerCounters, ServerUser) { NextNumber = () => serverTsn };
        Client = new(clientOptions ?? options, ClientUser, firstTsn: clientTsn);
        (ServerUser.Association, ClientUser.Association) = (Server, Client.Association);
        _nextTick = Now;
    }

    public int Seed { get; }

    public SctpWeather Weather { get; set; }

    public MediaTime Now { get; private set; } = new(1_000_000);

    public SctpRecorder ServerUser { get; } = new();

    public SctpRecorder ClientUser { get; } = new();

    public SctpCounters ServerCounters { get; } = new();

    public SctpAssociation Server { get; }

    public SctpClient Client { get; }

    /// <summary>Shown every packet that one of the two sends: (to the server?, bytes).</summary>
    public Action<bool, byte[]>? Tap { get; set; }

    /// <summary>Drops a packet when it says so, before any dice.</summary>
    public Func<bool, byte[], bool>? DropWhen { get; set; }

    public long PacketsToServer { get; private set; }

    public long PacketsToClient { get; private set; }

    public SctpNetwork Connect()
    {
        RunUntil(() => Server.State == SctpState.Established && Client.Association.State == SctpState.Established, "handshake");
        return this;
    }

    /// <summary>Runs virtual time until something is so.</summary>
    public void RunUntil(Func<bool> condition, string what, int withinSeconds = 600)
    {
        var end = Now + TimeSpan.FromSeconds(withinSeconds);
        Flush();
        while (!condition())
        {
            Assert.True(Now < end, $"seed {Seed}: never happened: {what}; {Describe()}");
            Step();
        }
    }

    public void Run(TimeSpan time)
    {
        var end = Now + time;
        Flush();
        while (Now < end) Step();
    }

    /// <summary>From the client or the server.</summary>
    public bool TrySend(bool fromClient, ushort stream, byte[] message, bool unordered = false, SctpReliability reliability = default)
    {
        var buffer = SharedBuffer.Copy(message);
        var sent = (fromClient ? Client.Association : Server).TrySend(stream, 53, buffer, unordered, reliability, Now);
        if (!sent) buffer.Release();
        return sent;
    }

    /// <summary>Puts a packet on the wire as if one of the two had sent it.</summary>
    public void Inject(bool toServer, byte[] packet) => Deliver(toServer, packet);

    /// <summary>Sends whatever the two have to say now.</summary>
    public void Flush()
    {
        for (var length = Client.Poll(_buffer, Now); length > 0; length = Client.Poll(_buffer, Now)) Travel(toServer: true, _buffer[..length]);
        for (var length = Server.Poll(_buffer, Now); length > 0; length = Server.Poll(_buffer, Now)) Travel(toServer: false, _buffer[..length]);
    }

    private void Step()
    {
        if (_travelling.TryPeek(out var next, out var at) && at.At <= _nextTick.Microseconds)
        {
            _travelling.Dequeue();
            Now = new(at.At);
            Deliver(next.ToServer, next.Packet);
        }
        else
        {
            Now = _nextTick;
            _nextTick += TickInterval;
            Client.Tick(Now);
            Server.Tick(Now);
        }
        Flush();
    }

    private void Deliver(bool toServer, byte[] packet)
    {
        if (toServer) Server.Receive(packet, Now);
        else Client.Receive(packet, Now);
    }

    private void Travel(bool toServer, byte[] packet)
    {
        if (toServer) PacketsToServer++;
        else PacketsToClient++;
        Tap?.Invoke(toServer, packet);
        if (DropWhen?.Invoke(toServer, packet) == true || _random.NextDouble() < Weather.Loss) return;
        Launch(toServer, packet);
        if (_random.NextDouble() < Weather.Duplicates) Launch(toServer, packet);
    }

    private void Launch(bool toServer, byte[] packet)
    {
        var delay = TimeSpan.FromMilliseconds(Weather.DelayMilliseconds);
        if (_random.NextDouble() < Weather.Reorder) delay += TimeSpan.FromMilliseconds(_random.NextDouble() * 3 * Weather.DelayMilliseconds);
        _travelling.Enqueue(new(toServer, packet), ((Now + delay).Microseconds, _order++));
    }

    private string Describe() =>
        $"client {Client.Association.State} flight {Client.Association.Sender?.Flight} window {Client.Association.Sender?.Window} remote {Client.Association.Sender?.RemoteWindow} lost {Client.Association.Sender?.Failures}; "
        + $"server {Server.State} flight {Server.Sender?.Flight} received up to {Server.Receiver?.CumulativeTsn} window {Server.Receiver?.Window}";

    private readonly record struct Delivery(bool ToServer, byte[] Packet);
}
