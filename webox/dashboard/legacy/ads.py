COLUMNS = frozenset(
    {
        *("id", "name", "description", "platform", "ad_copy", "headline", "image_url", "video_url", "target_audience"),
        *(
            "daily_budget",
            "total_budget",
            "status",
            "impressions",
            "clicks",
            "conversions",
            "spent",
            "ctr",
            "cpc",
            "cpa",
        ),
        *("start_date", "end_date", "created_at", "updated_at"),
    }
)


def take(run, rows):
    for row in rows:
        row.refuse("ad campaigns have no place yet; run this again once they do")
