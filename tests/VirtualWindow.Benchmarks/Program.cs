using VirtualWindow.Benchmarks.Channels;
using VirtualWindow.Benchmarks.CoBrowse;
using VirtualWindow.Benchmarks.Documents;
using VirtualWindow.Benchmarks.FirstFrame;
using VirtualWindow.Benchmarks.FollowUp;
using VirtualWindow.Benchmarks.Media;
using VirtualWindow.Benchmarks.Pairing;
using VirtualWindow.Benchmarks.Papers;
using VirtualWindow.Benchmarks.Signaling;

// One command per benchmark; README.md says what each measures and how to repeat it.
return args.FirstOrDefault() switch
{
    "media" => await LoadgenHost.RunAsync(args[1..]),
    "srtp" => Print(SrtpBenchmark.Run),
    "forward" => Print(ForwardBenchmark.Run),
    "record" => Print(RecordBenchmark.Run),
    "documents" => Print(DocumentsBenchmark.Run),
    "notices" => await NoticesBenchmark.RunAsync(),
    "signaling" => await SignalingBenchmark.RunAsync(),
    "channels" => await ChannelBenchmark.RunAsync(),
    "forms" => await FormsBenchmark.RunAsync(),
    "pairing" => await ClaimBenchmark.RunAsync(),
    "filing" => await FilingBenchmark.RunAsync(args[1..]),
    "first-frame" => await FirstFrameBenchmark.RunAsync(args[1..]),
    _ => Usage(),
};

static int Print(Action<TextWriter> benchmark)
{
    benchmark(Console.Out);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("media [--urls http://127.0.0.1:5085] [--Media:Port=50000]   a media node for the load tool, see README.md");
    Console.Error.WriteLine("srtp       nanoseconds to protect and unprotect one packet");
    Console.Error.WriteLine("forward    nanoseconds per packet through the rooms, without sockets");
    Console.Error.WriteLine("record     nanoseconds per recorded packet on the loop and on the disk thread, rooms per core");
    Console.Error.WriteLine("documents  stamps and verifications per second");
    Console.Error.WriteLine("notices    notices and dossiers per second");
    Console.Error.WriteLine("signaling  round trips with 1,000 hub connections, memory per idle connection");
    Console.Error.WriteLine("channels   data channels through the media node: MB/s one way and both ways, echo");
    Console.Error.WriteLine("forms      100 sessions that fill in forms: from the applicant's key to the clerk's page");
    Console.Error.WriteLine("pairing    claims per second and latency with 1, 8, 32 callers on SQLite and PostgreSQL");
    Console.Error.WriteLine("filing [sittings]  ended sittings filed per second on SQLite, and from end to filed in an idle hall");
    Console.Error.WriteLine("first-frame [calls]  from the clerk's accept to the first decoded frame in Chromium");
    return 2;
}
