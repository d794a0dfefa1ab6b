using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using VirtualWindow.Contracts.Forms;

namespace VirtualWindow.Testing.HubClients;

/// <summary>A form as a page keeps it: opened once, then changed by news, with every gap noticed.</summary>
public sealed class FormMirror
{
    private readonly Channel<FormNews> _news = Channel.CreateUnbounded<FormNews>();
    private readonly Channel<FormGesture> _gestures = Channel.CreateUnbounded<FormGesture>();
    private readonly ConcurrentDictionary<string, FieldView> _fields = new(StringComparer.Ordinal);

    internal FormMirror(HubConnection connection)
    {
        connection.On<FormNews>(nameof(IFormClient.FormNews), news => _news.Writer.TryWrite(news));
        connection.On<FormGesture>(nameof(IFormClient.FormGesture), gesture => _gestures.Writer.TryWrite(gesture));
    }

    public long Sequence { get; private set; }
    public FormStatus? Status { get; private set; }
    public FieldView this[string field] => _fields[field];
    /// <summary>How often news did not follow what this page knew.</summary>
    public int Gaps { get; private set; }

    public void Open(FormView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        foreach (var field in view.Fields) _fields[field.Id] = field;
        (Sequence, Status) = (view.Sequence, view.Status);
    }

    /// <summary>Takes news in until the form is as expected.</summary>
    public async Task UntilAsync(Func<FormMirror, bool> holds)
    {
        ArgumentNullException.ThrowIfNull(holds);
        using var patience = new CancellationTokenSource(Patience.ForNews);
        while (!holds(this)) Take(await _news.Reader.ReadAsync(patience.Token));
    }

    public Task UntilAsync(long sequence) => UntilAsync(form => form.Sequence >= sequence);

    public async Task<FormGesture> GestureAsync()
    {
        using var patience = new CancellationTokenSource(Patience.ForNews);
        return await _gestures.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Everything that this page has been told and not taken in yet.</summary>
    public IReadOnlyList<FormNews> Pending()
    {
        var pending = new List<FormNews>();
        while (_news.Reader.TryRead(out var news)) pending.Add(news);
        return pending;
    }

    private void Take(FormNews news)
    {
        if (news.Sequence <= Sequence && news.After is not null) return;
        if (news.After is { } after && after != Sequence) Gaps++;
        foreach (var field in news.Fields) _fields[field.Id] = field;
        (Sequence, Status) = (news.Sequence, news.Status);
    }
}
