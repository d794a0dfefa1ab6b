using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Impairment;

namespace VirtualWindow.MediaNode.Tests.Whip;

/// <summary>Two real Chromium pages, nothing but data channels, one media node between them.</summary>
public sealed class DataChannelBrowserTests(ChromiumBrowser browser)
{
    private const string Page = """
        <!doctype html><meta charset="utf-8"><title>channels</title>
        <script>
        const channels = {}, messages = {}, closed = [];
        function open(label, options) {
          const channel = channels[label] = pc.createDataChannel(label, options);
          channel.binaryType = 'arraybuffer';
          messages[label] ??= [];
          channel.onmessage = e => messages[label].push(e.data);
          channel.onclose = () => closed.push(label);
          return new Promise((done, fail) => {
            channel.onopen = () => done(channel.id);
            setTimeout(() => fail(new Error(label + ' never opened')), 20000);
          });
        }
        async function join(url, token, offered) {
          window.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
          const opening = offered.map(([label, options]) => open(label, options));
          await pc.setLocalDescription();
          const answer = await fetch(url, { method: 'POST', body: pc.localDescription.sdp,
            headers: { 'Content-Type': 'application/sdp', Authorization: 'Bearer ' + token } });
          if (answer.status !== 201) throw new Error(answer.status + ' ' + await answer.text());
          const sdp = await answer.text();
          await pc.setRemoteDescription({ type: 'answer', sdp: window.redirect ? await redirect(sdp) : sdp });
          await Promise.all(opening);
          return true;
        }
        async function until(condition, what, patience = 30000) {
          for (const end = performance.now() + patience; performance.now() < end; await new Promise(r => setTimeout(r, 5)))
            if (await condition()) return true;
          throw new Error(what + ' never happened');
        }
        /* A file of pseudo-random bytes, sent in 16 KiB messages behind a bounded buffer; its SHA-256 is the answer. */
        async function sendFile(label, bytes, seed) {
          const file = new Uint8Array(bytes);
          for (let i = 0, x = seed; i < bytes; i++) { x = (Math.imul(x, 1664525) + 1013904223) | 0; file[i] = x >>> 24; }
          const channel = channels[label];
          channel.bufferedAmountLowThreshold = 256 * 1024;
          for (let at = 0; at < bytes; at += 16384) {
            if (channel.bufferedAmount > 1024 * 1024) await new Promise(done => channel.onbufferedamountlow = done);
            channel.send(file.subarray(at, Math.min(bytes, at + 16384)));
          }
          return hash(file);
        }
        async function receivedFile(label, bytes, patience) {
          await until(() => messages[label].reduce((sum, part) => sum + part.byteLength, 0) >= bytes, 'the whole file', patience);
          return hash(await new Blob(messages[label]).arrayBuffer());
        }
        async function hash(bytes) {
          return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), b => b.toString(16).padStart(2, '0')).join('');
        }
        </script>
        """;

    private const string Files = "['files', { ordered: true }]";
    private const string Live = "['live', { ordered: false, maxRetransmits: 0 }]";

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    public async Task Twenty_megabytes_cross_both_ways_at_once_and_arrive_unchanged(double loss)
    {
        await using var host = await StartAsync();
        await using var context = await browser.NewContextAsync();
        using var network = new UdpImpairment(new(IPAddress.Loopback, host.Node.LocalEndPoint.Port), seed: 20261123);
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {network.Seed}");
        network.Set(new() { Loss = loss });
        var way = loss > 0 ? network : null;
        var (clerk, applicant) = (await JoinAsync(context, host, "clerk", Files, way), await JoinAsync(context, host, "applicant", Files, way));
        const int bytes = 20 << 20;
        var sent = await Task.WhenAll(clerk.EvaluateAsync<string>($"sendFile('files', {bytes}, 1)"), applicant.EvaluateAsync<string>($"sendFile('files', {bytes}, 2)"));
        var received = await Task.WhenAll(applicant.EvaluateAsync<string>($"receivedFile('files', {bytes}, 60000)"), clerk.EvaluateAsync<string>($"receivedFile('files', {bytes}, 60000)"));
        Assert.Equal(sent, received);
        Assert.NotEqual(sent[0], sent[1]);
        Assert.Equal(loss > 0, network.UpCounters.Lost + network.DownCounters.Lost > 0);
    }

    [Fact]
    public async Task Text_binary_and_empty_messages_arrive_as_they_were_sent_in_order()
    {
        await using var host = await StartAsync();
        await using var context = await browser.NewContextAsync();
        var (clerk, applicant) = (await JoinAsync(context, host, "clerk", Files), await JoinAsync(context, host, "applicant", Files));
        await clerk.EvaluateAsync("""
            () => { const c = channels.files; c.send('你好'); c.send(''); c.send(new Uint8Array([1, 2, 3])); c.send(new Uint8Array(0)); c.send(new Uint8Array(262144).fill(7));
              for (let i = 0; i < 500; i++) c.send('n' + i); }
            """);
        await applicant.EvaluateAsync("until(() => messages.files.length === 505, 'all messages')");
        var shown = await applicant.EvaluateAsync<string>("messages.files.slice(0, 5).map(m => typeof m === 'string' ? 't' + m : 'b' + m.byteLength).join('|')");
        Assert.Equal("t你好|t|b3|b0|b262144", shown);
        Assert.True(await applicant.EvaluateAsync<bool>("messages.files.slice(5).every((m, i) => m === 'n' + i)"));
    }

    [Fact]
    public async Task Unordered_and_partly_reliable_channels_work_beside_each_other()
    {
        const string offered = Live + ", ['timed', { maxPacketLifeTime: 500 }], ['unordered', { ordered: false }], ['sub', { protocol: 'vw.1' }]";
        await using var host = await StartAsync();
        await using var context = await browser.NewContextAsync();
        var (clerk, applicant) = (await JoinAsync(context, host, "clerk", offered), await JoinAsync(context, host, "applicant", offered));
        await clerk.EvaluateAsync("() => { for (let i = 0; i < 100; i++) for (const label in channels) channels[label].send(label + i); }");
        await applicant.EvaluateAsync("until(() => Object.values(messages).every(m => m.length === 100), 'all messages')");
        Assert.True(await applicant.EvaluateAsync<bool>("['live', 'timed', 'unordered', 'sub'].every(l => new Set(messages[l]).size === 100 && messages[l].every(m => m.startsWith(l)))"));
    }

    [Fact]
    public async Task A_channel_is_closed_and_opened_again_and_the_others_stay()
    {
        await using var host = await StartAsync();
        await using var context = await browser.NewContextAsync();
        var (clerk, applicant) = (await JoinAsync(context, host, "clerk", $"{Live}, {Files}"), await JoinAsync(context, host, "applicant", $"{Live}, {Files}"));
        for (var round = 0; round < 3; round++)
        {
            await clerk.EvaluateAsync("async () => { closed.length = 0; channels.files.close(); await until(() => closed.includes('files'), 'close'); await open('files', { ordered: true }); }");
            await clerk.EvaluateAsync($"channels.files.send('round {round}'), channels.live.send('still here {round}')");
            await applicant.EvaluateAsync($"until(() => messages.files.at(-1) === 'round {round}' && messages.live.at(-1) === 'still here {round}', 'round {round}')");
        }
        // The applicant's own channels never closed: they are not the clerk's.
        Assert.Equal(0, await applicant.EvaluateAsync<int>("closed.length"));
    }

    private static Task<WhipHost> StartAsync() => WhipHost.StartAsync(map: static app => app.MapGet("/page", () => Results.Content(Page, "text/html")));

    private static async Task<IPage> JoinAsync(IBrowserContext context, WhipHost host, string who, string offered, UdpImpairment? way = null)
    {
        var page = await context.NewPageAsync();
        if (way is not null) await page.ExposeFunctionAsync<string, string>("redirect", way.Redirect);
        await page.GotoAsync(host.Url + "/page");
        await page.EvaluateAsync($"join('/whip/r/{who}', '{host.Token("r", who)}', [{offered}])");
        return page;
    }
}
