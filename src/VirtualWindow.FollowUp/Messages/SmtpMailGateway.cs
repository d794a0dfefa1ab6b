using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using VirtualWindow.Storage.Messages;

namespace VirtualWindow.FollowUp.Messages;

/// <summary>
/// Sends mail by SMTP (RFC 5321). A mail's Message-ID is made from its id and never changes, so that a server or mailbox that drops what it
/// has already seen shows it once, however often it was handed over.
/// </summary>
public sealed class SmtpMailGateway(MailOptions options) : IMessageGateway
{
    public MessageChannel Channel => MessageChannel.Mail;

    public async Task SendAsync(OutboundMessage message, CancellationToken ct)
    {
        try
        {
            using var smtp = new SmtpClient { Timeout = (int)options.Timeout.TotalMilliseconds };
            await smtp.ConnectAsync(options.Host, options.Port, SecurityOf(options.Security), ct);
            if (options.UserName.Length > 0) await smtp.AuthenticateAsync(options.UserName, options.Password, ct);
            await smtp.SendAsync(MailOf(message), ct);
            await smtp.DisconnectAsync(quit: true, ct);
        }
        catch (Exception failure) when (failure is CommandException or ProtocolException or AuthenticationException or ServiceNotConnectedException)
        {
            throw new MessageRefusedException("The mail server did not take the message.", failure);
        }
    }

    private MimeMessage MailOf(OutboundMessage message)
    {
        var from = new MailboxAddress(options.FromName, options.From);
        var mail = new MimeMessage { Subject = message.Subject ?? "", MessageId = $"{message.Id:N}@{from.Domain}", Date = message.CreatedAt };
        mail.From.Add(from);
        mail.To.Add(MailboxAddress.Parse(message.Receiver));
        // RFC 3834 §5: nobody's holiday answers come back to us.
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Headers.Add("Idempotency-Key", $"\"{message.Id:N}\"");
        mail.Body = new TextPart("plain") { Text = message.Text };
        return mail;
    }

    private static SecureSocketOptions SecurityOf(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };
}
