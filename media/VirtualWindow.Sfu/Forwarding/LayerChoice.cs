namespace VirtualWindow.Sfu.Forwarding;

/// <summary>One simulcast layer as the choice sees it.</summary>
/// <param name="Height">Of the picture; layers whose height is not known yet are ranked by their place in the offer.</param>
/// <param name="Rates">Bits per second up to each temporal layer; the last one is all of it.</param>
internal readonly record struct LayerOffer(int Index, int Height, LayerRates Rates)
{
    public int Rank => Height > 0 ? Height : Index + 1;
}

internal readonly record struct LayerRates(long Base, long Middle, long All)
{
    public long UpTo(int temporalLayer) => temporalLayer switch { <= 0 => Base, 1 => Middle, _ => All };

    /// <summary>Without temporal layers everything is the base.</summary>
    public bool HasTemporalLayers => Base < All;
}

/// <summary>Which simulcast layer, and how much of it, a receiver gets.</summary>
/// <param name="Index">Of the layer; -1 when none is live.</param>
/// <param name="TemporalLayer">The highest that is forwarded.</param>
internal readonly record struct LayerChoice(int Index, int TemporalLayer, long BitsPerSecond)
{
    public static readonly LayerChoice None = new(-1, PictureRewriter.AllLayers, 0);

    /// <summary>A step up must leave room, or the next step is down again.</summary>
    private const double Headroom = 1.15;

    /// <summary>
    /// The best that fits the budget: no larger than what is shown, then by size, then by smoothness. A document may come down to a
    /// few pictures a second before it becomes smaller, since it must stay readable; a face rather becomes smaller.
    /// The smallest is given in any case.
    /// </summary>
    /// <param name="live">The layers that arrive now.</param>
    /// <param name="neededHeight">Height in pixels that the page shows; 0 for the smallest layer, <see cref="int.MaxValue"/> for no limit.</param>
    public static LayerChoice Among(ReadOnlySpan<LayerOffer> live, int neededHeight, long budget, bool isDocument, in LayerChoice current)
    {
        if (live.IsEmpty) return None;
        var ceiling = CeilingOf(live, neededHeight);
        var smallest = SmallestOf(live);
        var best = new LayerChoice(smallest.Index, smallest.Rates.HasTemporalLayers ? 0 : PictureRewriter.AllLayers, smallest.Rates.Base);
        var (bestRank, bestTemporal) = (smallest.Rank, -1);
        foreach (var layer in live)
        {
            if (layer.Rank > ceiling) continue;
            var lowest = !layer.Rates.HasTemporalLayers ? PictureRewriter.AllLayers : isDocument || layer.Rank == smallest.Rank ? 0 : 1;
            for (var temporal = PictureRewriter.AllLayers; temporal >= lowest; temporal--)
            {
                var rate = layer.Rates.UpTo(temporal);
                var isStepUp = layer.Index != current.Index || temporal > current.TemporalLayer;
                if (rate * (isStepUp ? Headroom : 1) > budget) continue;
                if (layer.Rank < bestRank || (layer.Rank == bestRank && temporal <= bestTemporal)) break;
                best = new LayerChoice(layer.Index, temporal, rate);
                (bestRank, bestTemporal) = (layer.Rank, temporal);
                break;
            }
        }

        return best;
    }

    /// <summary>The smallest layer that fills what is shown; a fifth too few pixels is not seen.</summary>
    private static int CeilingOf(ReadOnlySpan<LayerOffer> live, int neededHeight)
    {
        var ceiling = int.MaxValue;
        foreach (var layer in live)
            if (layer.Rank >= neededHeight * 0.8 && layer.Rank < ceiling) ceiling = layer.Rank;
        return ceiling;
    }

    private static LayerOffer SmallestOf(ReadOnlySpan<LayerOffer> live)
    {
        var smallest = live[0];
        foreach (var layer in live)
            if (layer.Rank < smallest.Rank) smallest = layer;
        return smallest;
    }
}
