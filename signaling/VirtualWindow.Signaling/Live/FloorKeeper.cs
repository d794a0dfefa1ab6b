namespace VirtualWindow.Signaling.Live;

/// <summary>
/// Reads the floor, never twice at once: all who ask while one reading is under way share the next one. So a thousand
/// pages that reload together cost two readings.
/// </summary>
internal sealed class FloorKeeper(FloorReader reader)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<Floor>? _asked;
    private bool _reading;

    /// <summary>The last floor read, or null before the first reading.</summary>
    public Floor? Latest { get; private set; }

    /// <summary>A floor whose reading began after this call: it holds everything committed before.</summary>
    public Task<Floor> FreshAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            _asked ??= new TaskCompletionSource<Floor>(TaskCreationOptions.RunContinuationsAsynchronously);
            var answer = _asked.Task.WaitAsync(ct);
            if (_reading) return answer;
            _reading = true;
            _ = Task.Run(ReadWhileAskedAsync, CancellationToken.None);
            return answer;
        }
    }

    private async Task ReadWhileAskedAsync()
    {
        while (TakeAsked() is { } asked)
        {
            try
            {
                Latest = await reader.ReadAsync(CancellationToken.None);
                asked.SetResult(Latest);
            }
            catch (Exception failure)
            {
                asked.SetException(failure);
            }
        }
    }

    private TaskCompletionSource<Floor>? TakeAsked()
    {
        lock (_gate)
        {
            var asked = _asked;
            (_asked, _reading) = (null, asked is not null);
            return asked;
        }
    }
}
