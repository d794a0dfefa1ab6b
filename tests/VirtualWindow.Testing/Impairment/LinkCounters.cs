namespace VirtualWindow.Testing.Impairment;

/// <summary>What became of the datagrams of one direction. Sent + Duplicated = Delivered + Lost + Overflowed + those under way.</summary>
public readonly record struct LinkCounters(long Sent, long Delivered, long Lost, long Overflowed, long HeldBack, long Duplicated, long DeliveredBytes)
{
    public override string ToString() =>
        $"{Sent} sent, {Delivered} delivered ({DeliveredBytes} B), {Lost} lost, {Overflowed} over the queue, {HeldBack} held back, {Duplicated} doubled";
}
