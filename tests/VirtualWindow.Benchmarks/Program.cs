using VirtualWindow.Benchmarks.Media;

// One command per benchmark; README.md says what each measures and how to repeat it.
return args.FirstOrDefault() switch
{
    "media" => await LoadgenHost.RunAsync(args[1..]),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("media [--urls http://127.0.0.1:5085] [--Media:Port=50000]   a media node for the load tool, see README.md");
    return 2;
}
