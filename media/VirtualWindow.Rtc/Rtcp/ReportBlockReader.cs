namespace VirtualWindow.Rtc.Rtcp;

public ref struct ReportBlockReader(ReadOnlySpan<byte> blocks, int announced)
{
    private ReadOnlySpan<byte> _rest = blocks;
    private int _left = announced;

    public ReportBlock Current { get; private set; }

    public bool MoveNext()
    {
        if (_left == 0 || _rest.Length < ReportBlock.Length) return false;
        Current = ReportBlock.Parse(_rest);
        _rest = _rest[ReportBlock.Length..];
        _left--;
        return true;
    }
}
