using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Board;

/// <summary>常用语, those with a key first.</summary>
internal sealed class CannedAnswers(IWindowStore store)
{
    public async Task<Reply<CannedAnswerList>> HandleAsync(HubConnection connection, CancellationToken ct)
    {
        var answers = await store.ReadAsync((db, stop) => db.CannedAnswers.ToListAsync(stop), ct);
        return new CannedAnswerList([.. answers.OrderBy(answer => answer.Key ?? int.MaxValue).ThenBy(answer => answer.Title, StringComparer.Ordinal).Select(BoardViews.Of)]);
    }
}
