using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.FollowUp.Messages;
using VirtualWindow.FollowUp.Orders;
using VirtualWindow.FollowUp.Outside;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Messages;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Testing;

namespace VirtualWindow.FollowUp.Tests.Outside;

/// <summary>Mail by SMTP to a server on a real socket; texts without a provider.</summary>
public sealed class MailTests : OutsideSpecification, IAsyncLifetime
{
    private readonly SmtpServer _smtp = new();

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await _smtp.DisposeAsync();
    }

    [Fact]
    public async Task A_card_goes_to_the_departments_mailbox_once()
    {
        var filed = await FileAsync();
        Time.Advance(TimeSpan.FromDays(200));
        for (var day = 0; day < 2; day++)
        {
            await WatchAsync();
            await RunDueAsync();
            Time.Advance(TimeSpan.FromDays(1));
        }

        var mail = Assert.Single(_smtp.Mails);
        Assert.Equal(("ga@example.gov.cn", $"红牌：{filed.Number} {filed.ItemName}"), (mail.To, mail.Message.Subject));
        Assert.Contains(filed.Number!, mail.Message.TextBody, StringComparison.Ordinal);
        var sent = await MessagesAsync(MessageChannel.Mail);
        Assert.Equal(MessageState.Sent, Assert.Single(sent).State);
        Assert.Equal($"{sent[0].Id:N}@hall.example.gov.cn", mail.Message.MessageId);
    }

    [Fact]
    public async Task A_server_that_refuses_is_asked_again_and_gets_the_same_message_id()
    {
        _smtp.Refuses = 1;
        await FileAsync();
        Time.Advance(TimeSpan.FromDays(60));
        await WatchAsync();
        await RunDueAsync();
        Assert.Empty(_smtp.Mails);
        Assert.Equal("send-message: MessageRefusedException", (await RunsAsync()).Single(run => run.Kind == FollowUpEntry.SendMessage && run.State == FollowUpState.Waiting).LastError);
        Time.Advance(TimeSpan.FromMinutes(1));
        await RunDueAsync();
        Assert.Single(_smtp.Mails);
        Assert.Equal(MessageState.Sent, Assert.Single(await MessagesAsync(MessageChannel.Mail)).State);
    }

    [Fact]
    public async Task Without_a_provider_texts_are_kept_and_nobody_is_told_that_they_were_sent()
    {
        await FileAsync();
        var text = Assert.Single(await MessagesAsync(MessageChannel.Sms));
        Assert.Equal((MessageState.Kept, (DateTimeOffset?)null), (text.State, text.SentAt));
    }

    [Fact]
    public async Task Silence_of_the_authority_accepts_and_the_applicant_is_invited_to_rate_that()
    {
        await FileAsync(Outcome.SupplementNeeded);
        await Store.WriteAsync(async (db, ct) =>
        {
            var procedure = await db.Procedures.SingleAsync(ct);
            Assert.Null(procedure.Supplement(new(new(new("clerk"), "李敏", "GS01", procedure.Holder), Now, Today)));
            procedure.LookAt(new([]), Today);
        }, Ct);
        Time.Advance(TimeSpan.FromDays(20));
        await WatchAsync();
        await RunDueAsync();
        await WatchAsync();
        await RunDueAsync();
        Assert.Equal(["rate-acceptance", "rate-visit"], (await MessagesAsync(MessageChannel.Sms)).Select(row => row.Purpose).Order());
        Assert.Single(await RunsAsync(), run => run.Kind == FollowUpEntry.AcceptCase);
    }

    protected override Task<(MessageOptions Messages, WebhookOptions Webhooks, CourierOptions Courier)> OptionsAsync() => Task.FromResult((
        new MessageOptions
        {
            Mail = new() { Host = "127.0.0.1", Port = _smtp.Port, Security = MailSecurity.None, From = "window@hall.example.gov.cn" },
            Departments = new Dictionary<string, string> { ["GA"] = "ga@example.gov.cn" },
        }, new WebhookOptions(), new CourierOptions()));

    protected override Task<Action<IServiceCollection>> DatabaseAsync() => SqliteDatabases.FreshAsync();

    private async Task WatchAsync()
    {
        var task = Process.GetServices<IFollowUpStep>().Single(step => step.Kind == "watch-deadlines");
        await task.PrepareAsync(new Period(DateOnly.FromDateTime(Time.GetUtcNow().AddHours(8).DateTime), null).Id, Ct);
    }

    private Task<List<OutboundMessage>> MessagesAsync(MessageChannel channel) =>
        Store.ReadAsync((db, ct) => db.Messages.Where(row => row.Channel == channel).ToListAsync(ct), Ct);

    private Task<List<FollowUpEntry>> RunsAsync() => Store.ReadAsync((db, ct) => db.FollowUps.ToListAsync(ct), Ct);

}
