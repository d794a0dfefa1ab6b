namespace VirtualWindow.Signaling.Tests;

/// <summary>A clock that runs by itself and can be moved forward: deadlines come due at once, loops keep their pace.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long _offsetTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _offsetTicks));

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Volatile.Read(ref _offsetTicks) / (double)TimeSpan.TicksPerSecond * TimestampFrequency);

    public void Advance(TimeSpan span) => Interlocked.Add(ref _offsetTicks, span.Ticks);
}
