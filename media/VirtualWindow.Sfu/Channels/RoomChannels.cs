using VirtualWindow.Rtc;
using VirtualWindow.Rtc.DataChannels;

namespace VirtualWindow.Sfu.Channels;

/// <summary>
/// Relays data channel messages between the participants of a room whose channels have the same label. A receiver that is behind misses
/// messages when its channel is unreliable; when it is reliable the sender's window closes until the receiver has caught up, and a
/// receiver that stands still loses its channel: never does one hold up the others for longer than that.
/// </summary>
internal sealed class RoomChannels(SfuOptions options, SfuCounters counters)
{
    private readonly Dictionary<string, List<ChannelSeat>> _seats = new(StringComparer.Ordinal);
    private readonly List<ChannelSeat> _leaving = [];

    public void OnOpen(string participant, IDataChannel channel, MediaTime now)
    {
        if (!_seats.TryGetValue(channel.Label, out var seats)) _seats.Add(channel.Label, seats = []);
        seats.Add(new(participant, channel, now));
    }

    public void OnMessage(IDataChannel from, ref ChannelMessage message, MediaTime now)
    {
        if (!_seats.TryGetValue(from.Label, out var seats) || SeatOf(seats, from) is not { } sender)
        {
            from.Release(message.Bytes.Length, now);
            return;
        }
        foreach (var seat in seats)
        {
            if (seat.Participant != sender.Participant && !TryRelay(seat, ref message, now)) _leaving.Add(seat);
        }
        sender.Owed += message.Bytes.Length;
        CloseLeaving(now);
        Settle(seats, sender, now);
    }

    /// <summary>A receiver has caught up: those who waited for it may send again.</summary>
    public void OnDrained(IDataChannel channel, MediaTime now)
    {
        if (_seats.TryGetValue(channel.Label, out var seats)) SettleAll(seats, now);
    }

    public void OnClosed(IDataChannel channel, MediaTime now)
    {
        if (!_seats.TryGetValue(channel.Label, out var seats)) return;
        seats.RemoveAll(seat => ReferenceEquals(seat.Channel, channel));
        if (seats.Count == 0) _seats.Remove(channel.Label);
        else SettleAll(seats, now);
    }

    public void Tick(MediaTime now)
    {
        foreach (var seats in _seats.Values)
        {
            foreach (var seat in seats)
            {
                if (seat.IsStalled(options.ChannelStallLimit, now)) _leaving.Add(seat);
            }
        }
        CloseLeaving(now);
    }

    /// <returns>False when a reliable channel could not take the message: it would have a hole, so it has to close.</returns>
    private bool TryRelay(ChannelSeat to, ref ChannelMessage message, MediaTime now)
    {
        var isReliable = to.Channel.Reliability.IsReliable;
        if ((isReliable || !IsBehind(to)) && to.Channel.TrySend(ref message, now))
        {
            counters.ChannelMessagesRelayed++;
            return true;
        }
        counters.ChannelMessagesDropped++;
        return !isReliable || !to.Channel.IsOpen;
    }

    private bool IsBehind(ChannelSeat seat) => seat.Channel.BufferedBytes > options.ChannelHighWaterBytes;

    /// <summary>Gives the sender its window back unless a reliable receiver is behind.</summary>
    private void Settle(List<ChannelSeat> seats, ChannelSeat sender, MediaTime now)
    {
        if (sender.Owed == 0) return;
        foreach (var seat in seats)
        {
            if (seat.Participant != sender.Participant && seat.Channel.Reliability.IsReliable && IsBehind(seat)) return;
        }
        var owed = sender.Owed;
        sender.Owed = 0;
        sender.Channel.Release(owed, now);
    }

    /// <summary>Releasing may change the list by way of what is sent then; a copy would cost, so the walk is by index.</summary>
    private void SettleAll(List<ChannelSeat> seats, MediaTime now)
    {
        for (var i = 0; i < seats.Count; i++) Settle(seats, seats[i], now);
    }

    private void CloseLeaving(MediaTime now)
    {
        while (_leaving.Count > 0)
        {
            var seat = _leaving[^1];
            _leaving.RemoveAt(_leaving.Count - 1);
            if (!seat.Channel.IsOpen) continue;
            counters.ChannelsStalled++;
            seat.Channel.Close(now);
        }
    }

    private static ChannelSeat? SeatOf(List<ChannelSeat> seats, IDataChannel channel)
    {
        foreach (var seat in seats)
        {
            if (ReferenceEquals(seat.Channel, channel)) return seat;
        }
        return null;
    }
}
