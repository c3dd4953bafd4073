using System.Collections.Frozen;

namespace FeedHub.Cleaning;

/// <summary>What attributes say about an element.</summary>
[Flags]
internal enum Signs
{
    None = 0,
    Hidden = 1,
    Junk = 2,
    Emoji = 4,
    FigureWrapper = 8,
    Caption = 16,
    KeepsLineEnds = 32,

    /// <summary>Word's bullet or number before a faked list item.</summary>
    WordListMarker = 64,

    /// <summary>The table lays out a page.</summary>
    Layout = 128,

    /// <summary>Ad Inserter's wrapper, which shares its name with boxes of source code.</summary>
    CodeBlock = 256,

    /// <summary>An inline element that is shown as a block.</summary>
    Block = 512,
}

/// <summary>Reads classes, ids and styles. Classes count by whole tokens: <c>content-related</c> is a layout, <c>related-posts</c> is not.</summary>
internal static class ElementSigns
{
    private const string Junk =
        // WordPress and Jetpack
        "sharedaddy jp-relatedposts wp-block-jetpack-related-posts jetpack-likes-widget-wrapper jetpack_subscription_widget wp-block-jetpack-subscriptions "
        + "sharing-hidden more-link read-more-link jump-link post-ratings post-views post-views-count kk-star-ratings wpulike wp-embed-share wp-block-file__button post-shortlink post-edit-link wpcnt "
        // counters, ratings, tables of contents
        + "tptn_counter pvc_clear pvc_stats epvc-post-count wp-statistics-post-views thumbs-rating-container wp-polls rmp-widgets-container yasr-visitor-votes "
        + "rt-reading-time span-reading-time bsf-rt-reading-time ez-toc-container toc_container lwptoc wp-block-rank-math-toc-block "
        // related posts
        + "yarpp yarpprelated crp_related related-posts related_posts relatedposts related-post related-articles related_articles related-news related-stories "
        + "related-topics related-links rp4wp-related-posts wp_rp_wrap wp_rp_content zem_rp_wrap zemanta-pixie zemanta-related read-also readalso also-read "
        + "jnews_inline_related_post inline-related-post td_block_related_posts tie-related-posts penci-related-posts penci-inline-related-posts "
        + "mh-related-content ct-related irp-container penci-post-related jnews_related_post_container related_post wpp-list rpbt_shortcode same-category-posts "
        + "itemrelated nrelate linkwithin_div linkwithin_hook contextual-related "
        // share buttons
        + "addtoany addthis at-share-btn at-above-post at-below-post ssba ssba-wrap ssbp-wrap essb_links mashsb-container swp_social_panel dpsp-content-wrapper "
        + "shareaholic-canvas sfsi_widget sfsi_plus_widget nc_socialpanel simplesocialbuttons social-share social-sharing social-share-buttons socialshare "
        + "share-buttons share-post post-share post-sharing post-share-buttons share-links sharethis-inline-share-buttons td-post-sharing jeg_share jeg_share_button "
        + "wpsr-share-icons wabtn_container twitter-share-button twitter-follow-button fb-share-button linkedin-share-button sharethis-wrapper st_sharethis "
        + "sharethis-inline-reaction-buttons scriptlesssocialsharing novashare-buttons et_social_inline apss-social-share sociable dd_post_share really_simple_share "
        + "tweetmeme_button wpzoom-social-sharing-buttons-top wpzoom-social-sharing-buttons-bottom sfsi_sicons mini-share-post post-bottom-share mks_social "
        + "al2fb_like_button fb_like_button_container itemsocialsharing itp-share printfriendly pdfprnt-buttons wp-print gtranslate_wrapper "
        // FeedBurner, Blogger, Drupal, Joomla
        + "feedflare blogger-post-footer node-readmore comment-add comment-forbidden statistics_counter readmore pagenav jcomments-links service-links "
        + "k2readmore catitemreadmore itemratingblock itemtoolbar itemcommentsanchor content_rating "
        // ads and newsletters
        + "adsbygoogle ad-container advertisement advert ad-slot adslot banner-ad dfp-ad gpt-ad google-auto-placed td-a-rec ai-viewport taboola outbrain "
        + "trc_related_container mc4wp-form newsletter-signup subscribe-box ad-wrapper ads-wrapper ads_wrapper ad-unit ad-block ad-box ads-container google-ad in-article-ad inline-ad "
        + "teads-inread teads-adcall quads-location stream-item-in-post bsac e3lan e3lan-post jnews_content_inline_ads td-a-ad tnp-subscription mailpoet_form sib-form "
        // placeholders of embeds that carry no text
        + "instagram-media tiktok-embed fb-post fb-video fb-page fb-like fb-comments text-post-media "
        // the page around the article
        + "post-navigation nav-links page-links pagination wp-pagenavi breadcrumb breadcrumbs disqus_thread cookie-notice cookie-banner cookie-law-info-bar "
        + "author-box saboxplugin-wrap abh_box wp-biographia-container-around wp-biographia-container-bottom pp-multiple-authors-boxes-wrapper m-a-box wpdcom comment-respond comments-area";

    private static readonly string[] JunkPrefixes =
        ["sd-", "a2a_", "addtoany_", "addthis_", "heateor_", "jp-relatedposts-", "jeg_share_", "td-post-sharing-", "essb_", "yarpp-", "ssba-", "swp_", "mashsb-", "mc4wp-form-",
         "kksr-", "dpsp-", "bs-irp", "jeg_ad_", "div-gpt-ad", "taboola-", "outbrain_", "atatags-"];

    private static readonly FrozenDictionary<string, Signs> Tokens = ReadTokens();

    private static readonly FrozenDictionary<string, Signs>.AlternateLookup<ReadOnlySpan<char>> ByToken =
        Tokens.GetAlternateLookup<ReadOnlySpan<char>>();

    public static Signs OfClass(ReadOnlySpan<char> value)
    {
        var signs = Signs.None;
        foreach (var range in value.SplitAny(" \t\n\r\f"))
        {
            signs |= OfToken(value[range]);
        }

        return signs;
    }

    public static Signs OfId(ReadOnlySpan<char> value) => OfToken(value.Trim()) & Signs.Junk;

    /// <summary>The element of a page is hidden or junk.</summary>
    public static bool IsOut(AngleSharp.Dom.IElement element) =>
        ((OfClass(element.ClassName) | OfId(element.Id) | OfStyle(element.GetAttribute("style"))) & (Signs.Hidden | Signs.Junk)) != 0
        || element.HasAttribute("hidden") || element.GetAttribute("aria-hidden") == "true";

    public static Signs OfStyle(ReadOnlySpan<char> value)
    {
        var signs = Signs.None;
        foreach (var range in value.Split(';'))
        {
            var declaration = value[range];
            var colon = declaration.IndexOf(':');
            if (colon > 0)
            {
                signs |= OfDeclaration(declaration[..colon].Trim(), declaration[(colon + 1)..].Trim());
            }
        }

        return signs;
    }

    private static Signs OfDeclaration(ReadOnlySpan<char> property, ReadOnlySpan<char> value) => property switch
    {
        _ when IsHiding(property, value) => Signs.Hidden,
        _ when Equal(property, "display") && IsBlock(value) => Signs.Block,
        _ when Equal(property, "mso-list") && Starts(value, "ignore") => Signs.WordListMarker,
        _ when Equal(property, "white-space") && (Starts(value, "pre") || Starts(value, "break-spaces")) => Signs.KeepsLineEnds,
        _ => Signs.None,
    };

    private static bool IsHiding(ReadOnlySpan<char> property, ReadOnlySpan<char> value) => property switch
    {
        _ when Equal(property, "display") => Starts(value, "none"),
        _ when Equal(property, "visibility") => Starts(value, "hidden") || Starts(value, "collapse"),
        _ when Equal(property, "mso-hide") => !Starts(value, "none"),
        _ when Equal(property, "font-size") => IsZero(value),
        _ => false,
    };

    private static bool IsBlock(ReadOnlySpan<char> display) =>
        Equal(display, "block") || Starts(display, "block ") || Starts(display, "block!") || Equal(display, "flex") || Equal(display, "grid") || Starts(display, "list-item");

    private static bool Equal(ReadOnlySpan<char> a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static bool Starts(ReadOnlySpan<char> value, string word) => value.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    /// <summary><c>0</c>, <c>0px</c>, <c>0.0em !important</c>; not <c>0.9em</c>.</summary>
    private static bool IsZero(ReadOnlySpan<char> value)
    {
        var digits = value.IndexOfAnyExcept("0.+");
        var number = digits < 0 ? value : value[..digits];
        return number.Contains('0') && (digits < 0 || !char.IsAsciiDigit(value[digits]));
    }

    private static Signs OfToken(ReadOnlySpan<char> token)
    {
        if (token.Length < 4)
        {
            return Signs.None;
        }

        if (ByToken.TryGetValue(token, out var signs))
        {
            return signs;
        }

        foreach (var prefix in JunkPrefixes)
        {
            if (Starts(token, prefix))
            {
                return Signs.Junk;
            }
        }

        return Signs.None;
    }

    private static FrozenDictionary<string, Signs> ReadTokens()
    {
        var tokens = new Dictionary<string, Signs>(StringComparer.OrdinalIgnoreCase);
        Add(Signs.Junk, Junk);
        Add(Signs.Hidden, "screen-reader-text sr-only visually-hidden visuallyhidden element-invisible");
        Add(Signs.Emoji, "emoji wp-smiley");
        Add(Signs.FigureWrapper, "wp-caption tr-caption-container gallery-item");
        Add(Signs.Caption, "wp-caption-text wp-caption-dd tr-caption gallery-caption");
        Add(Signs.CodeBlock, "code-block");
        return tokens.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

        void Add(Signs signs, string names)
        {
            foreach (var name in names.Split(' '))
            {
                tokens[name] = signs;
            }
        }
    }
}
